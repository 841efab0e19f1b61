import { check, foreignKey, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { SOS_CONTACTS_MAX } from "../../protocol/sos-contact.ts";
import * as column from "./columns.ts";
import { drivers } from "./drivers.ts";
import { tenants } from "./tenants.ts";

/** Who is told when a driver calls for help: the driver's own people, and the tenant's. */
export const sosContacts = pgTable(
  "sos_contacts",
  {
    tenantId: column.tenantId().notNull(),
    id: column.sosContactId().notNull(),
    /** Null for those who are told of every driver's call. */
    driverId: column.driverId(),
    /** In the order in which they were named. */
    position: integer().notNull(),
    nameSealed: text().notNull(),
    /** A phone number, or else a mail address. */
    contactSealed: text().notNull(),
    createdAt: column.createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
    foreignKey({ columns: [t.tenantId, t.driverId], foreignColumns: [drivers.tenantId, drivers.id] }),
    // Whom a call is told to; the lists to be shown and replaced.
    index("sos_contacts_driver_idx").on(t.tenantId, t.driverId),
    check(
      "sos_contacts_position_check",
      sql`${t.position} >= 0 and ${t.position} < ${sql.raw(String(SOS_CONTACTS_MAX))}`,
    ),
  ],
);
