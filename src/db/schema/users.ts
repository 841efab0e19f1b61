import { sql } from "drizzle-orm";
import { check, foreignKey, index, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { UserRole, UserStatus } from "../../protocol/account.ts";
import { bytes, createdAt, instant, oneOf, regionIds, tenantId, updatedAt, userId, version } from "./columns.ts";
import { tenants } from "./tenants.ts";

export const users = pgTable(
  "users",
  {
    tenantId: tenantId().notNull(),
    id: userId().notNull(),
    role: text().$type<UserRole>().notNull(),
    status: text().$type<UserStatus>().notNull().default("invited"),
    /** The merchant's code that limits a store user to its own shipments; null for the tenant's own people. */
    storeCode: text(),
    /** The regions that a dispatcher is limited to; null for all of the tenant's. Ids are never used twice, so a stale one names nothing. */
    regionIds: regionIds(),
    nameSealed: text().notNull(),
    emailSealed: text().notNull(),
    emailIndex: bytes().notNull(),
    /** Null until the first sign-in. */
    lastSeenAt: instant(),
    version: version(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
    // Sign-in by e-mail, which is sealed: one account an address in each tenant.
    unique("users_email_key").on(t.tenantId, t.emailIndex),
    // Sign-in knows the address before the tenant: ops.find_accounts.
    index("users_email_idx").on(t.emailIndex),
    // The people page, by role.
    index("users_role_idx").on(t.tenantId, t.role),
    check("users_role_check", oneOf(t.role, UserRole.options)),
    check("users_status_check", oneOf(t.status, UserStatus.options)),
    check("users_store_check", sql`(${t.role} = 'store') = (${t.storeCode} is not null)`),
    check("users_regions_check", sql`${t.regionIds} is null or ${t.role} = 'dispatcher'`),
  ],
);
