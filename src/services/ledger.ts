import type { TenantQueries } from "../db/client.ts";
import { advanceLedger, type LedgerProgress } from "../db/ledger.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { isTripOver } from "../domain/trip-state.ts";
import { logError } from "../platform/log.ts";
import type { LedgerJob } from "../protocol/jobs.ts";
import type { TenantId, TripId } from "../protocol/ids.ts";
import type { Deps } from "./deps.ts";
import { itemsOf } from "./ledger-items.ts";
import { savePlans } from "./ledger-plans.ts";
import { buryRefused } from "./ledger-refused.ts";
import { writeItems } from "./ledger-writing.ts";
import type { LiveDeps } from "./live-deps.ts";
import { measureTrip } from "./trip-measure.ts";

export type LedgerDeps = Pick<Deps, "db" | "log" | "now"> & Pick<LiveDeps, "requestId" | "trip">;

/** Nothing, or why the message has to come again. */
type Outcome = Result<void, { tag: string }>;

/** What one message's trip has come to in this batch. */
interface Batch {
  readonly tenant: TenantQueries;
  readonly jobs: readonly LedgerJob[];
  readonly failed: Map<TripId, string>;
}

/**
 * Brings what happened on many trips to Postgres, and tells each trip up to where it is safe there. One tenant's trips go
 * together behind its wall. Only a message that has arrived whole is acknowledged; doing it again changes nothing.
 */
export async function recordTrips(deps: LedgerDeps, jobs: readonly LedgerJob[]): Promise<Outcome[]> {
  const failed = new Map<TripId, string>();
  for (const [tenantId, theirs] of Map.groupBy(jobs, ({ tenantId: id }) => id)) {
    const tenant = deps.db.forTenant({ tenantId, actor: "ledger", requestId: deps.requestId });
    await recordTenant(deps, tenantId, { tenant, jobs: theirs, failed });
  }
  return jobs.map(({ tripId }) => {
    const tag = failed.get(tripId);
    return tag === undefined ? ok(undefined) : err({ tag });
  });
}

async function recordTenant(deps: LedgerDeps, tenantId: TenantId, { tenant, jobs, failed }: Batch): Promise<void> {
  const started = deps.now();
  const { items, refused } = itemsOf(jobs);
  // First the plans: an event may tell of a stop that only the new plan has.
  const plans = await savePlans(deps, tenant, jobs);
  const writing = await writeItems(tenant, items);
  for (const [tripId, tag] of [...plans.failed, ...writing.failed]) failed.set(tripId, tag);
  const lost = [...refused, ...plans.refused, ...writing.refused];
  if (!(await buryRefused(deps, tenantId, lost))) for (const { tripId } of lost) failed.set(tripId, "unavailable");
  const safe = jobs.filter(({ tripId }) => !failed.has(tripId));
  const progress = await advance(tenant, safe);
  if (!progress.ok) {
    for (const { tripId } of safe) failed.set(tripId, progress.error.tag);
    return;
  }
  await Promise.all(progress.value.map(async (mark) => confirm(deps, tenantId, mark)));
  await settleOrphans(deps, tenantId, safe, progress.value);
  await measureEnded(deps, tenant, safe, progress.value);
  deps.log({ event: "ledger", trips: progress.value.length, rows: items.length, ms: deps.now() - started });
}

async function advance(tenant: TenantQueries, jobs: readonly LedgerJob[]) {
  // All of a message's numbers: what was refused for ever is as settled as what was written.
  const seen = jobs.flatMap(({ tripId, events, chunks }) => [
    ...events.map(({ seq }) => ({ tripId, of: "event" as const, seq })),
    ...chunks.map(({ seq }) => ({ tripId, of: "chunk" as const, seq })),
  ]);
  return seen.length === 0 ? ok([]) : advanceLedger(tenant, seen);
}

/** A trip that does not hear this sends the same again, which changes nothing, and is told again. */
async function confirm(
  { log, trip }: LedgerDeps,
  tenantId: TenantId,
  { tripId, events, chunks }: Omit<LedgerProgress, "status">,
): Promise<void> {
  try {
    await trip(tenantId, tripId).confirm({ events, chunks });
  } catch (error) {
    logError(log, "ledger confirms to a trip", error);
  }
}

/** A trip without a row has nowhere to be written, now or later: its rows are refused one by one, and it may forget them. */
async function settleOrphans(
  deps: LedgerDeps,
  tenantId: TenantId,
  jobs: readonly LedgerJob[],
  progress: readonly LedgerProgress[],
): Promise<void> {
  const known = new Set(progress.map(({ tripId }) => tripId));
  for (const { tripId, events, chunks } of jobs) {
    if (known.has(tripId)) continue;
    deps.log({ event: "ledger.orphan", tenantId, tripId });
    await confirm(deps, tenantId, { tripId, events: events.at(-1)?.seq ?? 0, chunks: chunks.at(-1)?.seq ?? 0 });
  }
}

/** After the end, and again with each run of fixes that a phone brings later. A failure is found by reconciliation. */
async function measureEnded(
  deps: LedgerDeps,
  tenant: TenantQueries,
  jobs: readonly LedgerJob[],
  progress: readonly LedgerProgress[],
): Promise<void> {
  const stirred = new Set(
    jobs
      .filter(({ chunks, events }) => chunks.length > 0 || events.some(({ body }) => body.kind === "trip"))
      .map(({ tripId }) => tripId),
  );
  for (const { tripId, status } of progress) {
    if (!stirred.has(tripId) || !isTripOver(status)) continue;
    const measured = await measureTrip(tenant, tripId);
    if (!measured.ok) deps.log({ event: "error", where: "ledger measures a trip", error: measured.error.tag });
  }
}
