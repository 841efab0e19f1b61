import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { TenantStatus } from "../../protocol/account.ts";
import { createdAt, instant, oneOf, regionId, tenantId, updatedAt, version } from "./columns.ts";

export const tenants = pgTable(
  "tenants",
  {
    id: tenantId().primaryKey(),
    /** Names the tenant in addresses: lower case, digits and hyphens. */
    slug: text().notNull().unique("tenants_slug_key"),
    /** The business's own name; not personal data. */
    name: text().notNull(),
    status: text().$type<TenantStatus>().notNull().default("active"),
    settings: jsonb().notNull().default({}),
    version: version(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    check("tenants_status_check", oneOf(t.status, TenantStatus.options)),
    // The id decides where the tenant's objects are (src/domain/jurisdiction.ts); the setting only says so.
    check(
      "tenants_jurisdiction_check",
      sql`(${t.settings} ->> 'jurisdiction') is not distinct from case when substr(${t.id}::text, 15, 9) = '8e55-8e55' then 'eu' end`,
    ),
    check("tenants_slug_check", sql`${t.slug} ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'`),
  ],
);

/** The keys that seal a tenant's personal data, each wrapped by the deployment's own key. The newest unretired one seals; all open. */
export const tenantKeys = pgTable(
  "tenant_keys",
  {
    tenantId: tenantId().notNull(),
    keyId: text().notNull(),
    /** Null once the key is destroyed: what it sealed can never be read again. */
    wrappedKey: text(),
    createdAt: createdAt(),
    /** From then on it opens and does not seal. */
    retiredAt: instant(),
    destroyedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.keyId] }),
    // A tenant's rows go first: dropping the tenant while data exists must fail.
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
    check("tenant_keys_key_id_check", sql`${t.keyId} ~ '^[A-Za-z0-9_-]{1,32}$'`),
    check("tenant_keys_end_check", sql`(${t.wrappedKey} is null) = (${t.destroyedAt} is not null)`),
    check(
      "tenant_keys_order_check",
      sql`${t.destroyedAt} >= ${t.retiredAt} and (${t.destroyedAt} is null or ${t.retiredAt} is not null)`,
    ),
  ],
);

export const regions = pgTable(
  "regions",
  {
    tenantId: tenantId().notNull(),
    id: regionId().notNull(),
    name: text().notNull(),
    /** IANA name; decides what "today" means for plans and reports. */
    timeZone: text().notNull(),
    /** GeoJSON Polygon. */
    polygon: jsonb().notNull(),
    settings: jsonb().notNull().default({}),
    /** Counts the changes of its geofences, so that what objects hold is known to be older or newer. */
    fencesVersion: integer().notNull().default(0),
    /** From then on nothing new begins in it; null while it is open. What happened there stays. */
    closedAt: instant(),
    version: version(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
    check("regions_polygon_check", sql`${t.polygon} ->> 'type' = 'Polygon'`),
    // The console's list of regions, by name.
    index("regions_name_idx").on(t.tenantId, t.name),
  ],
);
