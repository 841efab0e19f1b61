import { asc, desc, eq, getTableColumns, isNull, lt, type SQL, sql } from "drizzle-orm";
import type { AuditFacts, ChainLink } from "../domain/audit-chain.ts";
import { ok, type Result } from "../domain/result.ts";
import type { AuditId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { auditEntries } from "./schema/audit.ts";
import { uuidOf } from "./schema/columns.ts";

const { chainNumber: _number, prev: _prev, hash: _hash, tableName: table, ...columns } = getTableColumns(auditEntries);
const facts = { ...columns, table };

/** Entries that wait for their seal, in the order of writing. */
export async function listUnsealed(tenant: TenantQueries, limit: number): Promise<Result<AuditFacts[], DbError>> {
  return tenant.run(
    "audit.unsealed",
    statements
      .select(facts)
      .from(auditEntries)
      .where(ownRows(auditEntries, tenant, isNull(auditEntries.hash)))
      .orderBy(asc(auditEntries.position))
      .limit(limit),
    { read: "primary" },
  );
}

/** Fills in seals where there are none; tells which entries carry exactly theirs now. */
export async function sealEntries(
  tenant: TenantQueries,
  links: readonly ChainLink[],
): Promise<Result<AuditId[], DbError>> {
  const rows = JSON.stringify(links.map((link) => ({ ...link, id: uuidOf("aud", link.id) })));
  const id = sql`id`.mapWith(auditEntries.id);
  const sealed = statements.select({ id }).from(sql`ops.seal_audit(${rows}::text::jsonb) as id`);
  const outcome = await tenant.run("audit.seal", sealed);
  return outcome.ok ? ok(outcome.value.map((row) => row.id)) : outcome;
}

export interface AuditFilter {
  /** The position that the page before ended at. */
  readonly before?: number | undefined;
  readonly actor?: string | undefined;
  /** The changed row's UUID. */
  readonly rowId?: string | undefined;
  readonly limit: number;
}

/** The log, newest first. */
export async function listAuditEntries(tenant: TenantQueries, { before, actor, rowId, limit }: AuditFilter) {
  const wanted: (SQL | undefined)[] = [
    before === undefined ? undefined : lt(auditEntries.position, before),
    actor === undefined ? undefined : eq(auditEntries.actor, actor),
    rowId === undefined ? undefined : eq(auditEntries.rowId, rowId),
  ];
  const sealed = sql<boolean>`${auditEntries.hash} is not null`;
  return tenant.run(
    "audit.list",
    statements
      .select({ ...facts, sealed })
      .from(auditEntries)
      .where(ownRows(auditEntries, tenant, ...wanted))
      .orderBy(desc(auditEntries.position))
      .limit(limit),
    { read: "replica" },
  );
}
