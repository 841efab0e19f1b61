import { driverProfile } from "../db/accounts.ts";
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
  const mine = new Map(
    found.value
      .filter((row) => mayDriver(caller, "update", { tenantId, driverId: row.id, homeRegionId: row.homeRegionId }))
      .map((row) => [row.id, row.status]),
  );
  const outcomes = items.map(({ driverId, status }): Outcome => {
    const before = mine.get(driverId);
    if (before === undefined) return { driverId: null, status: null, error: "not-found" };
    return { driverId, status: becomes(before, status), error: null };
  });
  const changed = outcomes.flatMap(({ driverId, status }) =>
    driverId === null || status === null ? [] : [{ driverId, status }],
  );
  if (changed.length === 0) return ok({ items: outcomes });
  const events = changed.map(({ driverId, status }) => {
    const kind = status === "suspended" ? "person-suspended" : "person-restored";
    return securityEvent(deps, { kind, actor: actorOf(caller), detail: { person: driverId } });
  });
  const saved = await saveDriverStatuses(desk.tenant, byStatus(changed), events);
  if (!saved.ok) return err(dbFailure(saved.error));
  await Promise.all(
    changed.map(async ({ driverId, status }) =>
      deps.accounts.profileChanged({ tenantId, personId: driverId }, driverProfile(status)),
    ),
  );
  return ok({ items: outcomes });
}

/** Whoever was not suspended stays what they are. */
function becomes(before: DriverStatus, wanted: Wanted["status"]): DriverStatus {
  if (wanted === "suspended") return "suspended";
  return before === "suspended" ? "active" : before;
}

function byStatus(changed: readonly { driverId: DriverId; status: DriverStatus }[]) {
  const groups = Map.groupBy(changed, ({ status }) => status);
  return new Map([...groups].map(([status, list]) => [status, list.map(({ driverId }) => driverId)]));
}
