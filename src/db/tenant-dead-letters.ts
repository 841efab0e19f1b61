import { and, count, desc, eq, isNull, lt, sql } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { TenantId } from "../protocol/ids.ts";
import { type Db, statements } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { deadLetters } from "./schema/dead-letters.ts";

const { id, queue, messageId, error, timesSeen, firstSeenAt, lastSeenAt, replayedAt } = deadLetters;
const columns = { id, queue, messageId, error, timesSeen, firstSeenAt, lastSeenAt, replayedAt };

/** The table has no wall, because a broken message may name nobody: what a message is about says whose it is. */
function ofTenant(tenantId: TenantId) {
  return sql`${deadLetters.body} ->> 'tenantId' = ${tenantId}`;
}

const kind = sql<string | null>`${deadLetters.body} ->> 'kind'`;

function selectLetters() {
  return statements.select({ ...columns, kind }).from(deadLetters);
}
export type DeadLetterRow = Awaited<ReturnType<typeof selectLetters>>[number];

/** Newest first, without the bodies. */
export async function listTenantDeadLetters(
  db: Db,
  tenantId: TenantId,
  page: { readonly after?: number | undefined; readonly limit: number },
): Promise<Result<DeadLetterRow[], DbError>> {
  const before = page.after === undefined ? undefined : lt(id, page.after);
  const query = selectLetters()
    .where(and(ofTenant(tenantId), before))
    .orderBy(desc(id))
    .limit(page.limit);
  return db.system.run("dead-letters.of-tenant", query, { read: "primary" });
}

export async function findTenantDeadLetter(
  db: Db,
  tenantId: TenantId,
  letterId: number,
): Promise<Result<(DeadLetterRow & { body: unknown }) | undefined, DbError>> {
  const query = statements
    .select({ ...columns, kind, body: deadLetters.body })
    .from(deadLetters)
    .where(and(ofTenant(tenantId), eq(id, letterId)));
  const found = await db.system.run("dead-letters.find", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}

/** Those that nobody sent again, by queue. */
export async function countTenantDeadLetters(
  db: Db,
  tenantId: TenantId,
): Promise<Result<{ queue: string; open: number }[], DbError>> {
  const query = statements
    .select({ queue, open: count() })
    .from(deadLetters)
    .where(and(ofTenant(tenantId), isNull(replayedAt)))
    .groupBy(queue);
  return db.system.run("dead-letters.count", query, { read: "primary" });
}

export async function markReplayed(db: Db, letterId: number, now: number): Promise<Result<unknown, DbError>> {
  const change = statements.update(deadLetters).set({ replayedAt: now }).where(eq(id, letterId));
  return db.system.run("dead-letters.replayed", change);
}
