import type { KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { mayTrip } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Action } from "../protocol/access.ts";
import type { TripId } from "../protocol/ids.ts";
import type { LiveDeps } from "./live-deps.ts";
import { openStoredTrip, storedTrip } from "./trip-opening.ts";
import { knownCaller, type PeopleDeps } from "./people-desk.ts";

export type TripDeps = LiveDeps & PeopleDeps;

/** A trip's object, once it is known that the caller may do this with it. */
export interface ReachedTrip {
  readonly caller: KnownCaller;
  readonly tripId: TripId;
  readonly object: ReturnType<LiveDeps["trip"]>;
  readonly owner: { readonly regionId: TripOwner["regionId"]; readonly driverId: TripOwner["driverId"] };
}
type TripOwner = Parameters<typeof mayTrip>[2];
type May = (caller: KnownCaller, action: Action, trip: TripOwner) => boolean;

/**
 * The object itself says whose trip it is, so that a live trip needs no database. Where it was never opened, Postgres'
 * rows open it now. What one may not see is not found, and what is archived is changed no more.
 */
export async function reachTrip(
  deps: TripDeps,
  tripId: TripId,
  action: Action,
  may: May = mayTrip,
): Promise<Result<ReachedTrip, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const caller = known.value;
  const { tenantId } = caller;
  const object = deps.trip(tenantId, tripId);
  const owner = (await object.owner()) ?? (await openNow(deps, { caller, action, may }, tripId));
  if ("tag" in owner) return err(owner);
  if (!may(caller, action, { tenantId, ...owner })) return err({ tag: "not-found" });
  return ok({ caller, tripId, object, owner });
}

async function openNow(
  deps: TripDeps,
  { caller, action, may }: { readonly caller: KnownCaller; readonly action: Action; readonly may: May },
  tripId: TripId,
): Promise<ReachedTrip["owner"] | Failure> {
  const { tenantId } = caller;
  const stored = await storedTrip(deps, tenantId, tripId);
  if (!stored.ok) return stored.error;
  const { status, regionId, driverId } = stored.value.trip;
  // A trip that has begun had a log in its object: a new object beside the old log would number its events again.
  if (status !== "planned") {
    const isSeen = action === "update" && may(caller, action, { tenantId, regionId, driverId });
    return { tag: isSeen ? "not-allowed-now" : "not-found" };
  }
  const opened = await openStoredTrip(deps, tenantId, stored.value);
  return opened.ok ? opened.value : opened.error;
}
