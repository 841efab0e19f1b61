import { sql } from "drizzle-orm";
import { bigint, check, foreignKey, index, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import * as column from "./columns.ts";
import { tenants } from "./tenants.ts";

/** Who changed what, written by the trigger ops.audit in the same transaction; the app's role may only add and read. */
export const auditEntries = pgTable(
  "audit_entries",
  {
    tenantId: column.tenantId().notNull(),
    id: column
      .auditId()
      .notNull()
      .default(sql`ops.uuid_v7()`),
    /** Order of writing; the clock alone has ties. */
    position: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    at: column.createdAt(),
    /** Null when a migration or a person at the database did it. */
    actor: text(),
    requestId: text(),
    tableName: text().notNull(),
    rowId: uuid().notNull(),
    action: text({ enum: ["insert", "update", "delete"] }).notNull(),
    /** The changed columns only. Personal data is in here as it is in its table: sealed. */
    before: jsonb(),
    after: jsonb(),
    /** SHA-256 of prev and this entry, filled in when the entry joins its tenant's chain; both null until then. */
    prev: column.bytes(),
    hash: column.bytes(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
    // The chain in order, and its unsealed end.
    unique("audit_entries_position_key").on(t.tenantId, t.position),
    // The history of one row.
    index("audit_entries_row_idx").on(t.tenantId, t.rowId, t.at),
    // Everything one person did.
    index("audit_entries_actor_idx").on(t.tenantId, t.actor, t.at),
    check("audit_entries_action_check", column.oneOf(t.action, ["insert", "update", "delete"])),
    check("audit_entries_chain_check", sql`(${t.prev} is null) = (${t.hash} is null)`),
  ],
);
