import { changeDriverRow, type DriverRow, type DriverRowChange, findDriver } from "../db/drivers.ts";
import { actorOf, type KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { mayDriver } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { indexOfLogin, readLoginName } from "../platform/login-name.ts";
import { isWanted, type WantedVersions } from "../protocol/api/entity-tag.ts";
import type { DriverChange, DriverRecord } from "../protocol/api/people.ts";
import type { DriverId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import { requireRegions } from "./known-regions.ts";
import { overtaken } from "./overtaken.ts";
import { driverRecord, getDriver } from "./people.ts";
import { type Desk, deskOf, type PeopleDeps } from "./people-desk.ts";
import { securityEvent } from "./security-log.ts";
import { contactRows } from "./sos-contacts.ts";

/** Who a driver is called, reached and at home is the desk's: drivers change none of it themselves. */
export async function changeDriver(
  deps: PeopleDeps,
  driverId: DriverId,
  change: DriverChange,
  wanted: WantedVersions | undefined,
): Promise<Result<DriverRecord, Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const found = await reachDriver(desk, caller, driverId);
  if (!found.ok) return found;
  const row = found.value;
  const { homeRegionId = row.homeRegionId } = change;
  if (!mayDriver(caller, "update", { ...row, driverId, homeRegionId })) return err({ tag: "forbidden" });
  if (!isWanted(wanted, row.version)) return overtaken(await driverRecord(desk, caller, row));
  const changed = await write(deps, { desk, caller, row }, change);
  if (!changed.ok) return changed;
  return changed.value ? driverRecord(desk, caller, changed.value) : overtaken(await getDriver(deps, driverId));
}

/** Undefined where somebody else was faster. */
async function write(
  deps: PeopleDeps,
  { desk, caller, row }: { readonly desk: Desk; readonly caller: KnownCaller; readonly row: DriverRow },
  change: DriverChange,
): Promise<Result<DriverRow | undefined, Failure>> {
  const columns = await columnsOf(deps, desk, row.id, change);
  if (!columns.ok) return columns;
  const { phone, sosContacts } = change;
  const contacts = sosContacts ? await contactRows(desk, sosContacts, "body.sosContacts") : ok(null);
  if (!contacts.ok) return contacts;
  const note = { kind: "phone-changed", actor: actorOf(caller), detail: { person: row.id } } as const;
  const events = phone === undefined ? [] : [securityEvent(deps, note)];
  const changed = await changeDriverRow(desk.tenant, row, columns.value, { events, contacts: contacts.value });
  return changed.ok ? changed : err(dbFailure(changed.error));
}

async function reachDriver(desk: Desk, caller: KnownCaller, driverId: DriverId): Promise<Result<DriverRow, Failure>> {
  const found = await findDriver(desk.tenant, driverId);
  if (!found.ok) return err(dbFailure(found.error));
  const row = found.value;
  const may = row && caller.kind !== "driver" && mayDriver(caller, "update", { ...row, driverId });
  return may ? ok(row) : err({ tag: "not-found" });
}

async function columnsOf(
  { hmacKey }: Pick<PeopleDeps, "hmacKey">,
  desk: Desk,
  row: DriverId,
  { name, phone, homeRegionId }: DriverChange,
): Promise<Result<DriverRowChange, Failure>> {
  const home = await requireRegions(desk.tenant, homeRegionId ? [["body.homeRegionId", homeRegionId]] : []);
  if (!home.ok) return home;
  const nameSealed = name && (await desk.seal({ table: "drivers", column: "name_sealed", row }, name));
  if (phone === undefined) return ok({ nameSealed, homeRegionId });
  const login = await readLoginName("sms", phone);
  if (!login.ok) {
    const message = "is not an address that can be reached";
    return err({ tag: "invalid-request", errors: [{ path: "body.phone", message }] });
  }
  const phoneSealed = await desk.seal({ table: "drivers", column: "phone_sealed", row }, login.value.name);
  return ok({ nameSealed, homeRegionId, phoneSealed, phoneIndex: await indexOfLogin(hmacKey, login.value) });
}
