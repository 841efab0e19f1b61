import { and, asc, eq, getTableColumns, gt, sql } from "drizzle-orm";
import { err, ok, type Result } from "../domain/result.ts";
import type { UserRole, UserStatus } from "../protocol/account.ts";
import type { UserId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { disappointment, expectThat } from "./expectations.ts";
import { ownRows } from "./own-rows.ts";
import { addSecurityEvent, type SecurityEvent } from "./security-events.ts";
import { users } from "./schema/users.ts";

const { emailIndex: _, ...columns } = getTableColumns(users);
export type UserRow = Omit<typeof users.$inferSelect, "emailIndex">;

const IS_ADMIN = and(eq(users.role, "admin"), eq(users.status, "active"));

/** By age, which is the order of the ids. */
export async function listUsers(
  tenant: TenantQueries,
  page: { readonly after?: UserId | undefined; readonly role?: UserRole | undefined; readonly limit: number },
): Promise<Result<UserRow[], DbError>> {
  const wanted = ownRows(users, tenant, page.after && gt(users.id, page.after), page.role && eq(users.role, page.role));
  const query = statements.select(columns).from(users).where(wanted).orderBy(asc(users.id)).limit(page.limit);
  return tenant.run("users.list", query, { read: "replica" });
}

export async function findUser(tenant: TenantQueries, id: UserId): Promise<Result<UserRow | undefined, DbError>> {
  const found = await tenant.run(
    "users.find",
    statements
      .select(columns)
      .from(users)
      .where(ownRows(users, tenant, eq(users.id, id))),
    {
      read: "primary",
    },
  );
  return found.ok ? ok(found.value[0]) : found;
}

export type UserAccessChange =
  | { readonly role: UserRole; readonly storeCode: string | null; readonly regionIds: UserRow["regionIds"] }
  | { readonly status: UserStatus };

/**
 * Changes what a user may do, and notes it, unless no active admin would be left. All changes of a tenant's admins queue
 * up behind each other here: else two admins who demote each other at the same moment would both succeed.
 */
export async function changeUserAccess(
  tenant: TenantQueries,
  id: UserId,
  change: UserAccessChange,
  event: SecurityEvent,
): Promise<Result<UserRow, DbError | { readonly tag: "last-admin" | "not-found" }>> {
  const admins = statements
    .select({ id: users.id })
    .from(users)
    .where(ownRows(users, tenant, IS_ADMIN));
  const itself = statements
    .select({ id: users.id })
    .from(users)
    .where(ownRows(users, tenant, eq(users.id, id)));
  const outcome = await tenant.batch("users.change-access", [
    statements
      .select({ id: users.id })
      .from(users)
      .where(ownRows(users, tenant, IS_ADMIN))
      .orderBy(asc(users.id))
      .for("update"),
    expectThat(sql`exists (${itself})`, "not-found"),
    statements
      .update(users)
      .set({ ...change, version: sql`${users.version} + 1` })
      .where(ownRows(users, tenant, eq(users.id, id)))
      .returning(columns),
    expectThat(sql`exists (${admins})`, "last-admin"),
    addSecurityEvent(tenant, event),
  ]);
  if (!outcome.ok) {
    const tag = disappointment(outcome.error);
    return tag ? err({ tag }) : outcome;
  }
  const [user] = outcome.value[2];
  return user ? ok(user) : err({ tag: "not-found" });
}

/** A statement rather than a query: an invitation and its person are one transaction. */
export function addUser(row: typeof users.$inferInsert) {
  return statements.insert(users).values(row);
}
