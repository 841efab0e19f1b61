import { driverProfile, userProfile } from "../db/accounts.ts";
import type { DbError } from "../db/db-error.ts";
import { changeDriverStatus, findDriver } from "../db/drivers.ts";
import { changeUserAccess, findUser, type UserAccessChange } from "../db/users.ts";
import { actorOf, type KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { mayDriver, mayUser } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Driver, User, UserAccess } from "../protocol/api/people.ts";
import type { DriverId, UserId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import { regionsAt, requireRegions } from "./known-regions.ts";
import { driverView, userView } from "./people.ts";
import { deskOf, type PeopleDeps, type PeopleFailure } from "./people-desk.ts";
import { securityEvent, type SecurityNote } from "./security-log.ts";

// The database is written first and the person's object told after it. If the object does not hear, the request fails,
// and the same request made again tells it again: none of these changes is skipped because it was made before.

/** Gives a user another role or scope. */
export async function changeUserRole(
  deps: PeopleDeps,
  userId: UserId,
  access: UserAccess,
): Promise<Result<User, PeopleFailure>> {
  const change = {
    role: access.role,
    storeCode: access.role === "store" ? access.storeCode : null,
    regionIds: access.role === "dispatcher" ? (access.regionIds ?? null) : null,
  };
  return changeUser(deps, userId, change, { kind: "role-changed", detail: { person: userId, role: access.role } });
}

export async function suspendUser(deps: PeopleDeps, userId: UserId): Promise<Result<User, PeopleFailure>> {
  return changeUser(deps, userId, { status: "disabled" }, { kind: "person-suspended", detail: { person: userId } });
}

/** Whoever was not suspended stays what they are. */
export async function restoreUser(deps: PeopleDeps, userId: UserId): Promise<Result<User, PeopleFailure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const found = await findUser(opened.value.desk.tenant, userId);
  if (!found.ok) return err(dbFailure(found.error));
  const status = found.value?.status === "invited" ? "invited" : "active";
  return changeUser(deps, userId, { status }, { kind: "person-restored", detail: { person: userId } });
}

export async function suspendDriver(deps: PeopleDeps, driverId: DriverId): Promise<Result<Driver, Failure>> {
  return changeDriver(deps, driverId, "suspended");
}

/** Whoever was not suspended stays what they are. */
export async function restoreDriver(deps: PeopleDeps, driverId: DriverId): Promise<Result<Driver, Failure>> {
  return changeDriver(deps, driverId, "active");
}

async function changeUser(
  deps: PeopleDeps,
  userId: UserId,
  change: UserAccessChange,
  note: Omit<SecurityNote, "actor">,
): Promise<Result<User, PeopleFailure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const { tenantId } = caller;
  if (!mayUser(caller, "update", { tenantId, userId })) return err({ tag: "not-found" });
  if (isSelf(caller, userId)) return err({ tag: "own-account" });
  const regions = "regionIds" in change ? regionsAt("body.regionIds", change.regionIds) : [];
  const known = await requireRegions(desk.tenant, regions);
  if (!known.ok) return known;
  const event = securityEvent(deps, { ...note, actor: actorOf(caller) });
  const changed = await changeUserAccess(desk.tenant, userId, change, event);
  if (!changed.ok) return err(refusal(changed.error));
  await deps.accounts.profileChanged({ tenantId, personId: userId }, userProfile(changed.value));
  return ok(await userView(desk, changed.value));
}

async function changeDriver(
  deps: PeopleDeps,
  driverId: DriverId,
  wanted: "active" | "suspended",
): Promise<Result<Driver, Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const found = await findDriver(desk.tenant, driverId);
  if (!found.ok) return err(dbFailure(found.error));
  // A driver may change some of its own row, but never whether it is suspended.
  if (!found.value || caller.kind === "driver" || !mayDriver(caller, "update", { ...found.value, driverId }))
    return err({ tag: "not-found" });
  const kind = wanted === "suspended" ? "person-suspended" : "person-restored";
  const event = securityEvent(deps, { kind, actor: actorOf(caller), detail: { person: driverId } });
  const changed = await changeDriverStatus(desk.tenant, driverId, wanted, event);
  if (!changed.ok) return err(changed.error.tag === "not-found" ? { tag: "not-found" } : dbFailure(changed.error));
  const profile = driverProfile(changed.value.status);
  await deps.accounts.profileChanged({ tenantId: caller.tenantId, personId: driverId }, profile);
  return ok(await driverView(desk, changed.value));
}

function refusal(error: DbError | { readonly tag: "last-admin" | "not-found" }): PeopleFailure {
  return "transient" in error ? dbFailure(error) : error;
}

/** Nobody makes themselves more, and nobody locks themselves out by mistake. */
function isSelf(caller: KnownCaller, userId: UserId): boolean {
  return caller.kind === "user" && caller.userId === userId;
}
