import { type SQL, sql } from "drizzle-orm";
import { check, foreignKey, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { KeyScope } from "../../protocol/access.ts";
import * as column from "./columns.ts";
import { tenants } from "./tenants.ts";

/** An integration's way in. The secret is shown once; only its keyed hash is kept. */
export const apiKeys = pgTable(
  "api_keys",
  {
    tenantId: column.tenantId().notNull(),
    id: column.apiKeyId().notNull(),
    /** What it is for, such as "Shop checkout". */
    name: text().notNull(),
    /** The secret's public beginning, by which people recognise it. */
    prefix: text().notNull(),
    secretHash: column.bytes().notNull(),
    scopes: text().array().$type<KeyScope[]>().notNull(),
    /** Limits the key to one merchant's shipments. */
    storeCode: text(),
    createdBy: text().notNull(),
    /** Null for a key that lasts until it is revoked. */
    expiresAt: column.instant(),
    /** To the minute: enough to see that nobody uses it. */
    lastUsedAt: column.instant(),
    revokedAt: column.instant(),
    createdAt: column.createdAt(),
    updatedAt: column.updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
    // A request arrives with a secret and nothing else: ops.find_api_key.
    unique("api_keys_secret_key").on(t.secretHash),
    check("api_keys_scopes_check", sql`cardinality(${t.scopes}) > 0 and ${t.scopes} <@ ${scopeList()}`),
    check("api_keys_expiry_check", sql`${t.expiresAt} > ${t.createdAt}`),
  ],
);

function scopeList(): SQL {
  return sql.raw(`array[${KeyScope.options.map((scope) => `'${scope}'`).join(", ")}]`);
}
