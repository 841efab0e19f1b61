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
    /** Place in the tenant's chain, without gaps from 1 on. Writers commit out of order, so it may differ from the position. */
    chainNumber: bigint({ mode: "number" }),
    /** The hash before this one, and the keyed hash of that and this entry; all three are null until the entry is sealed. */
    prev: column.bytes(),
    hash: column.bytes(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
    // The log in the order of writing, newest first.
    unique("audit_entries_position_key").on(t.tenantId, t.position),
    // The chain from its beginning, for checking it.
    unique("audit_entries_chain_key").on(t.tenantId, t.chainNumber),
    // What waits for its seal.
    index("audit_entries_unsealed_idx")
      .on(t.tenantId, t.position)
      .where(sql`hash is null`),
    // The history of one row.
    index("audit_entries_row_idx").on(t.tenantId, t.rowId, t.at),
    // Everything one person did.
    index("audit_entries_actor_idx").on(t.tenantId, t.actor, t.at),
    check("audit_entries_action_check", column.oneOf(t.action, ["insert", "update", "delete"])),
    check("audit_entries_chain_check", sql`(${t.prev} is null) = (${t.hash} is null)`),
    check("audit_entries_number_check", sql`(${t.chainNumber} is null) = (${t.hash} is null)`),
  ],
);
