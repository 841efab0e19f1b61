import { sql } from "drizzle-orm";
import { check, cidr, foreignKey, index, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { SecurityEventKind } from "../../protocol/account.ts";
import * as column from "./columns.ts";
import { tenants } from "./tenants.ts";

/** Sign-ins and changes of access, refused ones included; the app's role may only add and read. */
export const securityEvents = pgTable(
  "security_events",
  {
    tenantId: column.tenantId().notNull(),
    id: column.securityEventId().notNull(),
    kind: text().$type<SecurityEventKind>().notNull(),
    /** A person's or key's id; null where nobody was recognised. */
    actor: text(),
    /** A network, never one address: it tells a city from another and no person from the neighbours. */
    ipPrefix: cidr(),
    requestId: text(),
    at: column.createdAt(),
    /** Ids and codes only; nothing that leads to a person. */
    detail: jsonb().notNull().default({}),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
    // What one person did or suffered, newest first.
    index("security_events_actor_idx").on(t.tenantId, t.actor, t.at),
    // How often something happened lately, such as refused sign-ins.
    index("security_events_kind_idx").on(t.tenantId, t.kind, t.at),
    check("security_events_kind_check", column.oneOf(t.kind, SecurityEventKind.options)),
    check(
      "security_events_prefix_check",
      sql`masklen(${t.ipPrefix}) <= case family(${t.ipPrefix}) when 4 then 24 else 64 end`,
    ),
  ],
);
