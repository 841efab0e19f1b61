import { and, asc, eq, getTableColumns, gt, inArray, type SQL, sql } from "drizzle-orm";
import { err, ok, type Result } from "../domain/result.ts";
import type { Availability, DriverStatus } from "../protocol/driver.ts";
import type { DriverId, RegionId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { disappointment, expectThat, failedBy } from "./expectations.ts";
import { ownRows } from "./own-rows.ts";
import { addSecurityEvent, type SecurityEvent } from "./security-events.ts";
import { drivers } from "./schema/drivers.ts";
import { replaceSosContacts, type SosContactRow } from "./sos-contacts.ts";

const { id, tenantId, homeRegionId, vehicleId, status, availability, nameSealed, phoneSealed, version, createdAt } =
  getTableColumns(drivers);
const columns = {
  id,
  tenantId,
  homeRegionId,
  vehicleId,
  status,
  availability,
  nameSealed,
  phoneSealed,
  version,
  createdAt,
};
export type DriverRow = Pick<typeof drivers.$inferSelect, keyof typeof columns>;

export interface DriverPage {
  readonly after?: DriverId | undefined;
  readonly status?: DriverStatus | undefined;
  readonly availability?: Availability | undefined;
  /** Those at home in one of these; absent for all. */
  readonly regionIds?: readonly RegionId[] | undefined;
  readonly limit: number;
}

/** By age, which is the order of the ids. */
export async function listDrivers(tenant: TenantQueries, page: DriverPage): Promise<Result<DriverRow[], DbError>> {
  const wanted = ownRows(
    drivers,
    tenant,
    page.after && gt(drivers.id, page.after),
    page.status && eq(drivers.status, page.status),
    page.availability && eq(drivers.availability, page.availability),
    page.regionIds && inArray(drivers.homeRegionId, [...page.regionIds]),
  );
  const query = statements.select(columns).from(drivers).where(wanted).orderBy(asc(drivers.id)).limit(page.limit);
  return tenant.run("drivers.list", query, { read: "replica" });
}

export async function findDriver(
  tenant: TenantQueries,
  driverId: DriverId,
): Promise<Result<DriverRow | undefined, DbError>> {
  const query = statements
    .select(columns)
    .from(drivers)
    .where(ownRows(drivers, tenant, eq(drivers.id, driverId)));
  const found = await tenant.run("drivers.find", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}

type DriverColumns = Pick<typeof drivers.$inferInsert, "homeRegionId" | "nameSealed" | "phoneSealed" | "phoneIndex">;
export type DriverRowChange = { readonly [Column in keyof DriverColumns]?: DriverColumns[Column] | undefined };

/** Undefined where the version is another one by now. Fails as "conflict" where another driver has that number. */
export async function changeDriverRow(
  tenant: TenantQueries,
  { id: driverId, version: read }: Pick<DriverRow, "id" | "version">,
  change: DriverRowChange,
  {
    events,
    contacts,
  }: { readonly events: readonly SecurityEvent[]; readonly contacts: readonly SosContactRow[] | null },
): Promise<Result<DriverRow | undefined, DbError>> {
  const itself = ownRows(drivers, tenant, eq(drivers.id, driverId));
  const asRead = statements
    .select({ id: drivers.id })
    .from(drivers)
    .where(and(itself, eq(drivers.version, read)))
    .for("update");
  const changed = await tenant.batch("drivers.change", [
    expectThat(sql`exists (select from (${asRead}) as_read)`, "outdated"),
    statements
      .update(drivers)
      .set({ ...change, version: sql`${drivers.version} + 1` })
      .where(itself)
      .returning(columns),
    ...events.map((event) => addSecurityEvent(tenant, event)),
    ...(contacts ? replaceSosContacts(tenant, driverId, contacts) : []),
  ]);
  if (changed.ok) return ok(changed.value[1][0]);
  return failedBy(changed.error, "outdated") ? ok(undefined) : changed;
}

/** What a driver becomes who is shut out, or let in: whoever was not shut out stays what they are by then. */
export function statusAfter(isShutOut: SQL | boolean): SQL<DriverStatus> {
  return sql`case when ${isShutOut} then 'suspended' when ${status} = 'suspended' then 'active' else ${status} end`;
}

/** Shuts a driver out or lets it in, and notes it. */
export async function changeDriverStatus(
  tenant: TenantQueries,
  driverId: DriverId,
  wanted: Exclude<DriverStatus, "invited">,
  event: SecurityEvent,
): Promise<Result<DriverRow, DbError | { readonly tag: "not-found" }>> {
  const itself = statements
    .select({ id: drivers.id })
    .from(drivers)
    .where(ownRows(drivers, tenant, eq(drivers.id, driverId)));
  const outcome = await tenant.batch("drivers.change-status", [
    expectThat(sql`exists (${itself})`, "not-found"),
    statements
      .update(drivers)
      .set({ status: statusAfter(wanted === "suspended"), version: sql`${drivers.version} + 1` })
      .where(ownRows(drivers, tenant, eq(drivers.id, driverId)))
      .returning(columns),
    addSecurityEvent(tenant, event),
  ]);
  if (!outcome.ok) return disappointment(outcome.error) ? err({ tag: "not-found" }) : outcome;
  const [driver] = outcome.value[1];
  return driver ? ok(driver) : err({ tag: "not-found" });
}

/** A statement rather than a query: an invitation and its person are one transaction. */
export function addDriver(row: typeof drivers.$inferInsert) {
  return statements.insert(drivers).values(row);
}
