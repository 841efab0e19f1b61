import * as z from "zod";
import { SecurityEventKind } from "../account.ts";
import { AuditId, SecurityEventId } from "../ids.ts";
import { endpoint } from "./endpoint.ts";
import { pageOf, pageQuery } from "./page.ts";

const Position = z.coerce.number().int().positive();
const Actor = z.string().regex(/^[a-z0-9_-]{1,64}$/);

/** Whatever Postgres takes for one: a row from elsewhere may have no version in it, and must not hide the whole log. */
const RowId = z.guid();

export const AuditEntry = z
  .strictObject({
    id: AuditId,
    position: z.int(),
    at: z.int(),
    actor: z.string().nullable().meta({ description: "An id or a job's name; null for work at the database itself" }),
    requestId: z.string().nullable(),
    table: z.string(),
    rowId: RowId,
    action: z.enum(["insert", "update", "delete"]),
    before: z.json().meta({ description: "The changed columns; personal data appears as sealed" }),
    after: z.json(),
    sealed: z.boolean().meta({ description: "Already part of the hash chain" }),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntry = z.infer<typeof AuditEntry>;

export const listAuditLog = endpoint({
  method: "get",
  path: "/audit-log",
  access: { resource: "audit-log", action: "list" },
  priority: "low",
  operationId: "listAuditLog",
  tag: "Audit",
  summary: "Who changed what, newest first",
  query: z.strictObject({ ...pageQuery(Position), actor: Actor.optional(), rowId: RowId.optional() }),
  status: 200,
  output: pageOf(AuditEntry),
  errors: ["forbidden", "unavailable"],
});

export const SecurityEvent = z
  .strictObject({
    id: SecurityEventId,
    kind: SecurityEventKind,
    at: z.int(),
    actor: z.string().nullable(),
    ipPrefix: z.string().nullable().meta({ description: "A network of many, never one address" }),
    requestId: z.string().nullable(),
    detail: z.json(),
  })
  .meta({ id: "SecurityEvent" });
export type SecurityEvent = z.infer<typeof SecurityEvent>;

export const listSecurityEvents = endpoint({
  method: "get",
  path: "/security-events",
  access: { resource: "audit-log", action: "list" },
  priority: "low",
  operationId: "listSecurityEvents",
  tag: "Audit",
  summary: "Sign-ins and changes of access, newest first",
  query: z.strictObject({ ...pageQuery(SecurityEventId), actor: Actor.optional() }),
  status: 200,
  output: pageOf(SecurityEvent),
  errors: ["forbidden", "unavailable"],
});
