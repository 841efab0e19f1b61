import { logError } from "../platform/log.ts";
import { withTimeout } from "../platform/with-timeout.ts";
import type { LedgerJob } from "../protocol/jobs.ts";
import type { TenantId, TripId } from "../protocol/ids.ts";
import { type LedgerDeps, recordTrips } from "./ledger.ts";

/** Postgres takes 20 ms for it when it is well. Whoever changed a trip waits no longer for lists than for anything else. */
const WITHIN_MS = 1_000;
/** As many lines as a trip hands on at a time. */
const EVENTS_MAX = 80;

/**
 * Brings to Postgres what trips have just gone through, before whoever did that is answered: the lists and searches that
 * they ask next show it. The trips hand it on by themselves all the same, and find it done; where this fails, or the
 * database is away, nothing else is lost.
 */
export async function recordNow(deps: LedgerDeps, tenantId: TenantId, tripIds: readonly TripId[]): Promise<void> {
  try {
    await withTimeout(WITHIN_MS, record(deps, tenantId, tripIds));
  } catch (error) {
    logError(deps.log, "trips are recorded at once", error);
  }
}

async function record(deps: LedgerDeps, tenantId: TenantId, tripIds: readonly TripId[]): Promise<void> {
  const found = await Promise.all(tripIds.map(async (tripId) => unrecorded(deps, tenantId, tripId)));
  const outcomes = await recordTrips(deps, found.flat());
  const failed = outcomes.find(({ ok }) => !ok);
  if (failed && !failed.ok) deps.log({ event: "error", where: "trips are recorded at once", error: failed.error.tag });
}

async function unrecorded(deps: LedgerDeps, tenantId: TenantId, tripId: TripId): Promise<LedgerJob[]> {
  const part = await deps.trip(tenantId, tripId).logAfter("confirmed", EVENTS_MAX);
  if (!part || part.events.length === 0) return [];
  const { owner, events } = part;
  return [{ kind: "ledger", tenantId, tripId, driverId: owner.driverId, events, chunks: [] }];
}
