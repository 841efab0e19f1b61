import { and, desc, eq, getTableColumns, gt, isNull, lt, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { err, ok, type Result } from "../domain/result.ts";
import type { InvitationId, TenantId } from "../protocol/ids.ts";
import { type Db, statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { disappointment, expectThat } from "./expectations.ts";
import { ownRows } from "./own-rows.ts";
import { addSecurityEvent, type SecurityEvent } from "./security-events.ts";
import { invitations } from "./schema/invitations.ts";

const { contactIndex: _index, tokenHash: _hash, ...columns } = getTableColumns(invitations);
export type InvitationRow = Omit<typeof invitations.$inferSelect, "contactIndex" | "tokenHash">;

/** Neither accepted nor revoked. Whether its time is over is another question, asked with the caller's clock. */
const OPEN = and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt));

/** Writes an invitation; one that is still open for the same address ends with it. */
export async function addInvitation(
  tenant: TenantQueries,
  row: Omit<typeof invitations.$inferInsert, "tenantId">,
  event: SecurityEvent,
): Promise<Result<InvitationRow | undefined, DbError>> {
  const { tenantId } = tenant;
  const outcome = await tenant.batch("invitations.add", [
    statements
      .update(invitations)
      .set({ revokedAt: sql`now()` })
      .where(ownRows(invitations, tenant, eq(invitations.contactIndex, row.contactIndex), OPEN)),
    statements
      .insert(invitations)
      .values({ ...row, tenantId })
      .returning(columns),
    addSecurityEvent(tenant, event),
  ]);
  return outcome.ok ? ok(outcome.value[1][0]) : outcome;
}

/** Newest first. */
export async function listInvitations(
  tenant: TenantQueries,
  page: {
    readonly after?: InvitationId | undefined;
    /** A dispatcher sees drivers alone. */
    readonly driversOnly: boolean;
    readonly limit: number;
  },
): Promise<Result<InvitationRow[], DbError>> {
  const wanted = ownRows(
    invitations,
    tenant,
    page.after && lt(invitations.id, page.after),
    page.driversOnly ? eq(invitations.role, "driver") : undefined,
  );
  return tenant.run(
    "invitations.list",
    statements.select(columns).from(invitations).where(wanted).orderBy(desc(invitations.id)).limit(page.limit),
    { read: "primary" },
  );
}

export async function findInvitation(
  tenant: TenantQueries,
  id: InvitationId,
): Promise<Result<InvitationRow | undefined, DbError>> {
  const query = statements
    .select(columns)
    .from(invitations)
    .where(ownRows(invitations, tenant, eq(invitations.id, id)));
  const found = await tenant.run("invitations.find", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}

/** Whose invitation a token opens. */
export async function findInvitationByToken(
  db: Db,
  tokenHash: Uint8Array,
): Promise<Result<{ tenantId: TenantId; id: InvitationId } | undefined, DbError>> {
  const hash = invitations.tokenHash.mapToDriverValue(tokenHash);
  const query = statements
    .select({ tenantId: sql`tenant_id`.mapWith(invitations.tenantId), id: sql`id`.mapWith(invitations.id) })
    .from(sql`ops.find_invitation(${hash}::bytea)`);
  const found = await db.system.run("invitations.find-token", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}

export async function revokeInvitation(
  tenant: TenantQueries,
  id: InvitationId,
  event: SecurityEvent,
): Promise<Result<InvitationRow, DbError | { readonly tag: "not-found" }>> {
  return endInvitation(tenant, ownRows(invitations, tenant, eq(invitations.id, id), OPEN), { revokedAt: sql`now()` }, [
    addSecurityEvent(tenant, event),
  ]);
}

/** Ends the invitation and makes its person in one transaction: a token works once, however many present it at once. */
export async function acceptInvitationAs(
  tenant: TenantQueries,
  { id, now }: { readonly id: InvitationId; readonly now: number },
  person: BatchItem<"pg">,
  event: SecurityEvent,
): Promise<Result<InvitationRow, DbError | { readonly tag: "not-found" }>> {
  const open = ownRows(invitations, tenant, eq(invitations.id, id), OPEN, gt(invitations.expiresAt, now));
  return endInvitation(tenant, open, { acceptedAt: sql`now()` }, [person, addSecurityEvent(tenant, event)]);
}

async function endInvitation(
  tenant: TenantQueries,
  which: ReturnType<typeof ownRows>,
  end: { acceptedAt: ReturnType<typeof sql> } | { revokedAt: ReturnType<typeof sql> },
  rest: BatchItem<"pg">[],
): Promise<Result<InvitationRow, DbError | { readonly tag: "not-found" }>> {
  const still = statements.select({ id: invitations.id }).from(invitations).where(which).for("update");
  const outcome = await tenant.batch("invitations.end", [
    // Locks the row, so that of two at once the second one waits and then finds it ended.
    expectThat(sql`exists (select from (${still}) open)`, "not-found"),
    statements.update(invitations).set(end).where(which).returning(columns),
    ...rest,
  ]);
  if (!outcome.ok) return disappointment(outcome.error) ? err({ tag: "not-found" }) : outcome;
  const [ended] = outcome.value[1];
  return ended ? ok(ended) : err({ tag: "not-found" });
}
