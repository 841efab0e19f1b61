import { isStopOver } from "../../domain/stop-state.ts";
import { nextStopIndex } from "../../domain/trip-plan.ts";
import { GeofenceId } from "../../protocol/ids.ts";
import type { TripReport } from "../../protocol/live/trip-report.ts";
import type { TripScene } from "./trip-scene.ts";

/** All that the region shows of this trip. */
export function reportTrip(scene: TripScene, reportSeq: number): TripReport {
  const { brief, eta, intake, plan, sockets } = scene;
  const due = plan.stops[nextStopIndex(plan.stops)];
  const dueStop = brief.stops.find(({ stopId }) => stopId === due?.stopId);
  return {
    tripId: brief.tripId,
    driverId: brief.driverId,
    driverFirstName: brief.driverFirstName,
    vehicleKind: brief.vehicleKind,
    status: brief.status,
    reportSeq,
    point: intake.newest,
    connected: sockets.all("driver").length > 0,
    heardAt: intake.track.heardAt,
    ...(sockets.size > 0 && { sockets: sockets.size }),
    stopsDone: brief.stops.filter(({ status }) => isStopOver(status)).length,
    stopsTotal: brief.stops.length,
    nextStop: dueStop
      ? {
          stopId: dueStop.stopId,
          etaAt: eta?.stops.find(({ stopId }) => stopId === dueStop.stopId)?.etaAt ?? null,
          windowEndsAt: dueStop.windowEndsAt,
        }
      : null,
    alerts: alertsOf(scene),
    ...fencesOf(scene),
  };
}

/** A fence that nobody asks about dwelling in is never dwelt in. */
function fencesOf({ fences, intake }: TripScene): Pick<TripReport, "fences"> {
  const inside = intake.track.fences.watched
    .filter(({ inside: isInside }) => isInside)
    .map(({ fenceId, dwellAt }) => ({
      fenceId: GeofenceId.parse(fenceId),
      dwelt: dwellAt === null && (fences.index.byId.get(fenceId)?.dwellSeconds ?? null) !== null,
    }));
  return inside.length === 0 ? {} : { fences: inside };
}

function alertsOf({ brief, eta, intake }: TripScene): TripReport["alerts"] {
  const { track } = intake;
  const alerts: TripReport["alerts"] = [];
  if (brief.sos) alerts.push("sos");
  if (track.route?.isOff === true) alerts.push("off-route");
  if (track.motion?.state === "idle") alerts.push("idle");
  if (eta?.stops.some(({ late }) => late) === true) alerts.push("late");
  return alerts;
}
