import type { Failure } from "../domain/failure.ts";
import { isShipmentOver } from "../domain/shipment-state.ts";
import { isStopOver } from "../domain/stop-state.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { isTripOver } from "../domain/trip-state.ts";
import { NOTIFIED_PER_MESSAGE, type NotifyJob } from "../protocol/jobs.ts";
import type { ShipmentId, TripId } from "../protocol/ids.ts";
import type { TripBrief } from "../protocol/live/trip-brief.ts";
import type { RouteAudience, RouteTemplate } from "../protocol/messaging.ts";
import { reachTrip, type TripDeps } from "./trip-access.ts";

/** The same thing twice within an hour of the clock is a mistake and no news; the next hour it may be. */
const ONCE_EACH_MS = 60 * 60_000;

interface Notice {
  readonly template: RouteTemplate;
  readonly audience: RouteAudience;
}

/** The desk's word to those who wait: what a driver has to say goes by telephone. */
export async function notifyRoute(
  deps: TripDeps,
  tripId: TripId,
  { template, audience }: Notice,
): Promise<Result<{ queued: number }, Failure>> {
  if (deps.caller.kind === "driver") return err({ tag: "forbidden" });
  const reached = await reachTrip(deps, tripId, "update");
  if (!reached.ok) return reached;
  const trip = (await reached.value.object.picture())?.trip;
  if (!trip) return err({ tag: "not-found" });
  if (isTripOver(trip.status)) return err({ tag: "not-allowed-now" });
  const waiting = waitingFor(trip, audience);
  const hour = Math.floor(deps.now() / ONCE_EACH_MS);
  const occasion = `route:${tripId}:${template}:${hour}`;
  const { tenantId } = trip;
  const jobs: NotifyJob[] = [];
  for (let start = 0; start < waiting.length; start += NOTIFIED_PER_MESSAGE) {
    const shipmentIds = waiting.slice(start, start + NOTIFIED_PER_MESSAGE);
    jobs.push({ kind: "notify", tenantId, template, occasion, shipmentIds });
  }
  if (jobs.length > 0) await deps.queues.notifications.sendBatch(jobs.map((body) => ({ body })));
  return ok({ queued: waiting.length });
}

/** Whatever is brought at a stop that is not over yet, each shipment once. */
function waitingFor({ stops }: TripBrief, audience: RouteAudience): ShipmentId[] {
  const open = stops.filter(({ status }) => !isStopOver(status));
  const meant = audience === "next" ? open.slice(0, 1) : open;
  const brought = meant.flatMap(({ shipments }) =>
    shipments.flatMap(({ shipmentId, action, status }) =>
      action === "dropoff" && !isShipmentOver(status) ? [shipmentId] : [],
    ),
  );
  return [...new Set(brought)];
}
