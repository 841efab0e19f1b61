import type { TenantQueries } from "../db/client.ts";
import { listQuietTrips, listUnmeasuredTrips } from "../db/trips.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { TenantId } from "../protocol/ids.ts";
import { type Compared, compareTrips } from "./compare-trips.ts";
import { dbFailure } from "./db-failure.ts";
import type { Deps } from "./deps.ts";
import { forEachTenant } from "./each-tenant.ts";
import type { LedgerDeps } from "./ledger.ts";
import { retellFences } from "./region-fences.ts";
import { type OpeningDeps, openStoredTrip, storedTrip } from "./trip-opening.ts";
import { measureTrip } from "./trip-measure.ts";

export type ReconcileDeps = LedgerDeps & OpeningDeps & Pick<Deps, "log">;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** A request that plans a trip is over within seconds. */
const PLANNED_MS = MINUTE_MS;
/** Twelve looks at a planned trip are enough; whoever touches it later opens it as well. */
const PLANNED_SINCE_MS = HOUR_MS;
/** Each costs a call to its object; the next run goes on with those that have waited longest. */
const TRIPS_PER_RUN = 200;

interface Repairs extends Compared {
  /** Planned trips whose object had never been told. */
  opened: number;
  /** Ended trips whose way was not added up. */
  measured: number;
  /** Regions whose object had missed a change of its geofences. */
  fenced: number;
}

/** Looks for what a crash between the database and an object left behind, in all tenants, and repairs it. */
export async function reconcileTrips(deps: ReconcileDeps): Promise<Result<void, Failure>> {
  return forEachTenant(deps, async (tenantId) => {
    const done = await reconcileTenant(deps, tenantId);
    if (!done.ok) deps.log({ event: "reconcile.failed", tenantId, reason: done.error.tag });
    else if (Object.values(done.value).some((count) => count > 0))
      deps.log({ event: "reconcile", tenantId, ...done.value });
    return ok(undefined);
  });
}

export async function reconcileTenant(deps: ReconcileDeps, tenantId: TenantId): Promise<Result<Repairs, Failure>> {
  const tenant = deps.db.forTenant({ tenantId, actor: "reconcile", requestId: deps.requestId });
  const repairs: Repairs = { opened: 0, nudged: 0, mended: 0, measured: 0, fenced: 0 };
  const now = deps.now();
  const steps = [
    async () => openPlanned(deps, tenant, repairs, now),
    async () => compareStored(deps, tenant, repairs, now),
    async () => measureEnded(tenant, repairs, now),
    async () => retell(deps, tenant, repairs, now),
  ];
  for (const step of steps) {
    const failure = await step();
    if (failure) return err(failure);
  }
  return ok(repairs);
}

async function openPlanned(
  deps: ReconcileDeps,
  tenant: TenantQueries,
  repairs: Repairs,
  now: number,
): Promise<Failure | undefined> {
  const wanted = { status: ["planned" as const], since: now - PLANNED_SINCE_MS, before: now - PLANNED_MS };
  const found = await listQuietTrips(tenant, { ...wanted, limit: TRIPS_PER_RUN });
  if (!found.ok) return dbFailure(found.error);
  for (const { id } of found.value) {
    if (await deps.trip(tenant.tenantId, id).owner()) continue;
    const stored = await storedTrip(deps, tenant.tenantId, id);
    const opened = stored.ok ? await openStoredTrip(deps, tenant.tenantId, stored.value) : stored;
    if (!opened.ok) return opened.error;
    repairs.opened += 1;
  }
  return undefined;
}

async function compareStored(
  deps: ReconcileDeps,
  tenant: TenantQueries,
  repairs: Repairs,
  now: number,
): Promise<Failure | undefined> {
  const compared = await compareTrips(deps, tenant, now);
  if (!compared.ok) return compared.error;
  Object.assign(repairs, compared.value);
  return undefined;
}

async function retell(
  deps: ReconcileDeps,
  tenant: TenantQueries,
  repairs: Repairs,
  now: number,
): Promise<Failure | undefined> {
  const told = await retellFences(deps, tenant, now);
  if (!told.ok) return told.error;
  repairs.fenced = told.value;
  return undefined;
}

async function measureEnded(tenant: TenantQueries, repairs: Repairs, now: number): Promise<Failure | undefined> {
  const found = await listUnmeasuredTrips(tenant, { since: now - DAY_MS, limit: TRIPS_PER_RUN });
  if (!found.ok) return dbFailure(found.error);
  for (const id of found.value) {
    const measured = await measureTrip(tenant, id);
    if (!measured.ok) return dbFailure(measured.error);
    repairs.measured += 1;
  }
  return undefined;
}
