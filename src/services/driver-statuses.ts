import { driverProfile } from "../db/accounts.ts";
import type { TenantQueries } from "../db/client.ts";
import { findDuties, saveDriverStatuses } from "../db/driver-duty.ts";
import { actorOf } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { mayDriver } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { DriverStatus } from "../protocol/driver.ts";
import type { ErrorCode } from "../protocol/errors.ts";
import type { DriverId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import { deskOf, type PeopleDeps } from "./people-desk.ts";
import { securityEvent } from "./security-log.ts";

interface Wanted {
  readonly driverId: DriverId;
  readonly status: "active" | "suspended";
}

interface Outcome {
  driverId: DriverId | null;
  status: DriverStatus | null;
  error: ErrorCode | null;
}

/**
 * Postgres first, in one transaction; then each driver's object. If one of those does not hear, the request fails, and
 * the same request made again tells all of them again.
 */
export async function setDriverStatuses(
  deps: PeopleDeps,
  items: readonly Wanted[],
): Promise<Result<{ items: Outcome[] }, Failure>> {
  if (deps.caller.kind === "driver") return err({ tag: "forbidden" });
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const { tenantId } = caller;
  const found = await findDuties(
    desk.tenant,
    items.map(({ driverId }) => driverId),
  );
  if (!found.ok) return err(dbFailure(found.error));
  const mine = new Set(
    found.value
      .filter((row) => mayDriver(caller, "update", { tenantId, driverId: row.id, homeRegionId: row.homeRegionId }))
      .map((row) => row.id),
  );
  const saved = await save(
    deps,
    desk.tenant,
    items.filter(({ driverId }) => mine.has(driverId)),
  );
  if (!saved.ok) return err(dbFailure(saved.error));
  await Promise.all(
    saved.value.map(async ({ id, status }) =>
      deps.accounts.profileChanged({ tenantId, personId: id }, driverProfile(status)),
    ),
  );
  const statuses = new Map(saved.value.map(({ id, status }) => [id, status]));
  return ok({ items: items.map(({ driverId }) => outcomeOf(driverId, statuses.get(driverId))) });
}

async function save(deps: PeopleDeps, tenant: TenantQueries, wanted: readonly Wanted[]) {
  if (wanted.length === 0) return ok([]);
  const events = wanted.map(({ driverId, status }) => {
    const kind = status === "suspended" ? "person-suspended" : "person-restored";
    return securityEvent(deps, { kind, actor: actorOf(deps.caller), detail: { person: driverId } });
  });
  const idsOf = (which: Wanted["status"]) =>
    wanted.filter(({ status }) => status === which).map(({ driverId }) => driverId);
  return saveDriverStatuses(tenant, { shutOut: idsOf("suspended"), letIn: idsOf("active") }, events);
}

function outcomeOf(driverId: DriverId, status: DriverStatus | undefined): Outcome {
  return status === undefined
    ? { driverId: null, status: null, error: "not-found" }
    : { driverId, status, error: null };
}
