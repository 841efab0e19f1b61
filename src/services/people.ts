import { type DriverPage, type DriverRow, findDriver, listDrivers as readDrivers } from "../db/drivers.ts";
import { findUser, listUsers as readUsers, type UserRow } from "../db/users.ts";
import type { KnownCaller } from "../domain/caller.ts";
import { matchesDriver } from "../domain/driver-search.ts";
import type { Failure } from "../domain/failure.ts";
import { grantFor, mayDriver, mayUser, regionsOf } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { UserRole } from "../protocol/account.ts";
import { type Driver, type DriverRecord, DRIVERS_LOOKED_AT_MAX, type User } from "../protocol/api/people.ts";
import type { DriverId, RegionId, UserId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import { narrowRegions } from "./narrow-regions.ts";
import { cutPage, pageLimit } from "./page.ts";
import { type Desk, deskOf, type PeopleDeps } from "./people-desk.ts";
import { contactsOf } from "./sos-contacts.ts";

interface Page<Item> {
  items: Item[];
  next?: string;
}

type UserQuery = { after?: UserId | undefined; role?: UserRole | undefined; limit?: number | undefined };
type DriverQuery = Pick<DriverPage, "after" | "status" | "availability"> & {
  regionId?: RegionId | undefined;
  text?: string | undefined;
  limit?: number | undefined;
};

export async function listUsers(deps: PeopleDeps, query: UserQuery): Promise<Result<Page<User>, Failure>> {
  if (grantFor(deps.caller, "user", "list") !== "tenant") return err({ tag: "forbidden" });
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk } = opened.value;
  const { wanted, read } = pageLimit(query.limit);
  const found = await readUsers(desk.tenant, { ...query, limit: read });
  if (!found.ok) return err(dbFailure(found.error));
  const { rows, ...next } = cutPage(found.value, wanted, (row) => row.id);
  return ok({ items: await Promise.all(rows.map((row) => userView(desk, row))), ...next });
}

export async function getUser(deps: PeopleDeps, userId: UserId): Promise<Result<User, Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  if (!mayUser(caller, "read", { tenantId: caller.tenantId, userId })) return err({ tag: "not-found" });
  const found = await findUser(desk.tenant, userId);
  if (!found.ok) return err(dbFailure(found.error));
  return found.value ? ok(await userView(desk, found.value)) : err({ tag: "not-found" });
}

/** A dispatcher who is limited to regions sees the drivers at home there. */
export async function listDrivers(
  deps: PeopleDeps,
  { regionId, text, limit, ...query }: DriverQuery,
): Promise<Result<Page<Driver>, Failure>> {
  const grant = grantFor(deps.caller, "driver", "list");
  if (grant === "none") return err({ tag: "forbidden" });
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const { wanted, read } = pageLimit(limit);
  const regionIds = narrowRegions(grant === "own" ? regionsOf(caller) : undefined, regionId);
  if (regionIds?.length === 0) return ok({ items: [] });
  const looked = pageLimit(text === undefined ? wanted : DRIVERS_LOOKED_AT_MAX);
  const found = await readDrivers(desk.tenant, { ...query, regionIds, limit: looked.read });
  if (!found.ok) return err(dbFailure(found.error));
  const { rows, ...next } = cutPage(found.value, looked.wanted, (row) => row.id);
  const shown = await Promise.all(rows.map((row) => driverView(desk, row)));
  if (text === undefined) return ok({ items: shown, ...next });
  const matching = shown.filter((driver) => matchesDriver(text, driver)).slice(0, read);
  const { rows: items, ...rest } = cutPage(matching, wanted, ({ id }) => id);
  return ok({ items: [...items], ...next, ...rest });
}

export async function getDriver(deps: PeopleDeps, driverId: DriverId): Promise<Result<DriverRecord, Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const found = await findDriver(desk.tenant, driverId);
  if (!found.ok) return err(dbFailure(found.error));
  const row = found.value;
  if (!row || !mayDriver(caller, "read", { ...row, driverId })) return err({ tag: "not-found" });
  return driverRecord(desk, caller, row);
}

/** With whom a call for help is told to; that is no business of a program's. */
export async function driverRecord(
  desk: Desk,
  caller: KnownCaller,
  row: DriverRow,
): Promise<Result<DriverRecord, Failure>> {
  const driver = await driverView(desk, row);
  if (caller.kind === "key") return ok({ ...driver, sosContacts: null });
  const contacts = await contactsOf(desk, row.id);
  return contacts.ok ? ok({ ...driver, sosContacts: contacts.value }) : contacts;
}

export async function userView(desk: Desk, row: UserRow): Promise<User> {
  const { id, role, status, storeCode, regionIds, lastSeenAt, createdAt } = row;
  const [name, email] = await Promise.all([
    desk.open({ table: "users", column: "name_sealed", row: id }, row.nameSealed),
    desk.open({ table: "users", column: "email_sealed", row: id }, row.emailSealed),
  ]);
  return { id, role, status, name, email, storeCode, regionIds: regionIds && [...regionIds], lastSeenAt, createdAt };
}

export async function driverView(desk: Desk, row: DriverRow): Promise<Driver> {
  const { id, status, availability, homeRegionId, vehicleId, version, createdAt } = row;
  const [name, phone] = await Promise.all([
    desk.open({ table: "drivers", column: "name_sealed", row: id }, row.nameSealed),
    desk.open({ table: "drivers", column: "phone_sealed", row: id }, row.phoneSealed),
  ]);
  return { id, status, availability, name, phone, homeRegionId, vehicleId, version, createdAt };
}
