import { findTripCrew } from "../db/trip-crew.ts";
import { actorOf } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { TripCommand } from "../domain/trip-step.ts";
import type { TripCallOff } from "../protocol/api/call-off.ts";
import type { Trip } from "../protocol/api/trips.ts";
import type { StopId, TripId } from "../protocol/ids.ts";
import { requireFitForDuty } from "./fit-for-duty.ts";
import type { LedgerDeps } from "./ledger.ts";
import { recordNow } from "./record-now.ts";
import { type ReachedTrip, reachTrip, type TripDeps } from "./trip-access.ts";
import { stepFailure } from "./trip-refusal.ts";
import { tripView } from "./trip-view.ts";

type WholeStep = Exclude<Extract<TripCommand, { type: "trip" }>["event"], "cancel">;
type StopStep = "arrive" | "finish" | "fail" | "skip";

// The object is told first and alone, which works while the database does not. The rows follow at once where they can.

export async function moveTrip(deps: TripDeps, tripId: TripId, event: WholeStep): Promise<Result<Trip, Failure>> {
  const reached = await reachTrip(deps, tripId, "update");
  if (!reached.ok) return reached;
  return event === "start" ? start(deps, reached.value) : tell(deps, reached.value, { type: "trip", event });
}

/** A driver who cannot go on says why to somebody; whether the work is called off is theirs to decide. */
export async function cancelTrip(
  deps: TripDeps,
  tripId: TripId,
  { reason, note }: TripCallOff,
): Promise<Result<Trip, Failure>> {
  if (deps.caller.kind === "driver") return err({ tag: "forbidden" });
  const reached = await reachTrip(deps, tripId, "update");
  if (!reached.ok) return reached;
  const why = reason || note ? { why: { reason: reason ?? null, note: note ?? null } } : {};
  return tell(deps, reached.value, { type: "trip", event: "cancel", ...why });
}

export async function moveStop(
  deps: TripDeps,
  { tripId, stopId }: { readonly tripId: TripId; readonly stopId: StopId },
  event: StopStep,
  reason: string | undefined,
): Promise<Result<Trip, Failure>> {
  const reached = await reachTrip(deps, tripId, "update");
  if (!reached.ok) return reached;
  return tell(deps, reached.value, { type: "stop", stopId, event, source: "manual", reason: reason ?? null });
}

/** Tells the object and answers with the trip as it is afterwards. */
export async function tell(
  deps: LedgerDeps,
  { caller, tripId, object }: Omit<ReachedTrip, "owner">,
  command: TripCommand,
): Promise<Result<Trip, Failure>> {
  const done = await object.command(command, actorOf(caller));
  if (!done.ok) return err(stepFailure(done.error));
  const [picture] = await Promise.all([object.picture(), recordNow(deps, caller.tenantId, [tripId])]);
  return picture ? ok(tripView(picture)) : err({ tag: "not-found" });
}

/**
 * One open trip a driver. The driver's account says which, and keeps the last one after its end, so that fixes that come
 * late find it. It is taken before the trip begins: a trip that then cannot begin leaves an account that points to a
 * planned trip, which blocks nothing. Postgres holds the same rule by an index, for whatever slips through.
 */
async function start(deps: TripDeps, reached: ReachedTrip): Promise<Result<Trip, Failure>> {
  const { tripId } = reached;
  const { tenantId } = reached.caller;
  const before = await reached.object.picture();
  if (before?.trip.status === "planned") {
    const unfit = await unfitToStart(deps, reached);
    if (unfit) return err(unfit);
    const account = deps.account(tenantId, reached.owner.driverId);
    const current = await account.duty();
    if (current !== null && current !== tripId && (await isRunning(deps.trip(tenantId, current))))
      return err({ tag: "driver-busy" });
    if (!(await account.takeDuty(tripId, current))) return err({ tag: "driver-busy" });
  }
  return tell(deps, reached, { type: "trip", event: "start" });
}

/**
 * By the papers of today: those that were good when the trip was planned may have run out. While the database does not
 * answer, that they were good then is enough.
 */
async function unfitToStart(
  { db, requestId, now }: TripDeps,
  { caller, owner: { driverId } }: ReachedTrip,
): Promise<Failure | undefined> {
  const tenant = db.forTenant({ tenantId: caller.tenantId, actor: actorOf(caller), requestId });
  const crew = await findTripCrew(tenant, driverId);
  if (!crew.ok) return undefined;
  const fit = await requireFitForDuty({ tenant }, driverId, crew.value, now());
  return fit.ok || fit.error.tag === "unavailable" ? undefined : fit.error;
}

async function isRunning(object: ReachedTrip["object"]): Promise<boolean> {
  const status = (await object.picture())?.trip.status;
  return status === "active" || status === "paused";
}
