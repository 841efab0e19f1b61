import { asc, eq, isNull, or, sql } from "drizzle-orm";
import type { Result } from "../domain/result.ts";
import type { DriverId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { sosContacts } from "./schema/sos-contacts.ts";

/** Null: the tenant's own list, which is told of every driver's call. */
export type ContactsOwner = DriverId | null;

const { id, nameSealed, contactSealed } = sosContacts;
const columns = { id, nameSealed, contactSealed };
export type SosContactRow = Pick<typeof sosContacts.$inferSelect, keyof typeof columns>;

function ownedBy(owner: ContactsOwner) {
  return owner === null ? isNull(sosContacts.driverId) : eq(sosContacts.driverId, owner);
}

export async function listSosContacts(
  tenant: TenantQueries,
  owner: ContactsOwner,
): Promise<Result<SosContactRow[], DbError>> {
  const query = statements
    .select(columns)
    .from(sosContacts)
    .where(ownRows(sosContacts, tenant, ownedBy(owner)))
    .orderBy(asc(sosContacts.position));
  return tenant.run("sos-contacts.list", query, { read: "primary" });
}

/** Whom a driver's call is told to: the driver's own people first. */
export async function listContactsOfCall(
  tenant: TenantQueries,
  driverId: DriverId,
): Promise<Result<SosContactRow[], DbError>> {
  const query = statements
    .select(columns)
    .from(sosContacts)
    .where(ownRows(sosContacts, tenant, or(ownedBy(driverId), ownedBy(null))))
    .orderBy(sql`${sosContacts.driverId} is null`, asc(sosContacts.position));
  return tenant.run("sos-contacts.of-call", query, { read: "primary" });
}

/** Statements of a batch: these are the list from now on. */
export function replaceSosContacts(tenant: TenantQueries, owner: ContactsOwner, rows: readonly SosContactRow[]) {
  const { tenantId } = tenant;
  const values = rows.map((row, position) => ({ ...row, tenantId, driverId: owner, position }));
  return [
    statements.delete(sosContacts).where(ownRows(sosContacts, tenant, ownedBy(owner))),
    ...(values.length > 0 ? [statements.insert(sosContacts).values(values)] : []),
  ];
}
