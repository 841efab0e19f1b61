import { SEQ_BITS_MASK, type LiveDriver, type Presence, type ShownPoint } from "../../protocol/live/dispatch-down.ts";
import type { LivePoint, TripReport } from "../../protocol/live/trip-report.ts";

/** What dispatchers see of a report. */
export function shownDriver(report: TripReport, index: number, presence: Presence): LiveDriver {
  const { tripId, driverId, driverFirstName, vehicleKind, status, stopsDone, stopsTotal, nextStop, alerts, fences } =
    report;
  return {
    index,
    tripId,
    driverId,
    driverFirstName,
    vehicleKind,
    status,
    seq: report.reportSeq & SEQ_BITS_MASK,
    point: report.point && shownPoint(report.point),
    presence,
    lastSeenAt: lastSeenAt(report),
    stopsDone,
    stopsTotal,
    nextStop,
    alerts,
    ...(fences && { fences }),
  };
}

export function lastSeenAt({ heardAt, point }: Pick<TripReport, "heardAt" | "point">): number | null {
  if (heardAt === null || point === null) return heardAt ?? point?.at ?? null;
  return Math.max(heardAt, point.at);
}

/** What changed for a viewer: all of it is told as JSON, a place alone as a binary record. */
export type Difference = "none" | "moved" | "presence" | "changed";

export function difference(before: LiveDriver, after: LiveDriver): Difference {
  if (factsOf(before) !== factsOf(after)) return "changed";
  // A record of a position cannot say that there is none, and the first one is worth a whole line.
  if ((before.point === null) !== (after.point === null)) return "changed";
  if (before.presence !== after.presence) return "presence";
  return after.point !== null && before.seq !== after.seq ? "moved" : "none";
}

function factsOf({
  driverFirstName,
  vehicleKind,
  status,
  stopsDone,
  stopsTotal,
  nextStop,
  alerts,
  fences = [],
}: LiveDriver): string {
  const next = nextStop && [nextStop.stopId, nextStop.etaAt, nextStop.windowEndsAt];
  return JSON.stringify([driverFirstName, vehicleKind, status, stopsDone, stopsTotal, next, alerts, fences]);
}

function shownPoint({ lat, lng, speedMps, headingDeg, at }: LivePoint): ShownPoint {
  return { lat, lng, speedMps, headingDeg, at };
}
