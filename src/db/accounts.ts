import { eq, sql } from "drizzle-orm";
import type { AccessProfile, PersonId } from "../domain/caller.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { PersonRole, type UserStatus } from "../protocol/account.ts";
import type { DriverStatus } from "../protocol/driver.ts";
import { DriverId, type TenantId, UserId } from "../protocol/ids.ts";
import { type Db, statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { idOf } from "./schema/columns.ts";
import { drivers } from "./schema/drivers.ts";
import { tenants } from "./schema/tenants.ts";
import { users } from "./schema/users.ts";

/** A person who may be signing in, as far as everybody may know it. */
export interface Account {
  readonly tenantId: TenantId;
  readonly tenantName: string;
  readonly personId: PersonId;
  readonly role: PersonRole;
  readonly status: UserStatus | DriverStatus;
}

interface Who {
  readonly tenantId: TenantId;
  readonly personId: PersonId;
}

/** Whose address or phone this is, in every active tenant. */
export async function findAccounts(db: Db, loginIndex: Uint8Array): Promise<Result<Account[], DbError>> {
  const index = users.emailIndex.mapToDriverValue(loginIndex);
  const found = statements
    .select({
      tenantId: sql`tenant_id`.mapWith(tenants.id),
      tenantName: sql<string>`tenant_name`,
      kind: sql<"user" | "driver">`kind`,
      id: sql<string>`id`,
      role: sql`role`.mapWith((text: string) => PersonRole.parse(text)),
      status: sql<UserStatus | DriverStatus>`status`,
    })
    .from(sql`ops.find_accounts(${index}::bytea)`);
  const outcome = await db.system.run("accounts.find", found, { read: "primary" });
  if (!outcome.ok) return outcome;
  return ok(outcome.value.map(({ kind, id, ...account }) => ({ ...account, personId: personIdOf(kind, id) })));
}

/** What the person may do now. Whoever was invited and has proved the address is as good as active. */
export async function loadAccess(
  db: Db,
  { tenantId, personId }: Who,
  requestId: string,
): Promise<Result<AccessProfile, DbError | { readonly tag: "not-found" }>> {
  const tenant = db.forTenant({ tenantId, actor: personId, requestId });
  const user = UserId.safeParse(personId);
  return user.success ? loadUserAccess(tenant, user.data) : loadDriverAccess(tenant, DriverId.parse(personId));
}

async function loadUserAccess(tenant: TenantQueries, userId: UserId) {
  const { role, status, storeCode, regionIds } = users;
  const outcome = await tenant.run(
    "accounts.user",
    statements
      .select({ role, status, storeCode, regionIds, tenantStatus: tenants.status })
      .from(users)
      .innerJoin(tenants, eq(tenants.id, users.tenantId))
      .where(ownRows(users, tenant, eq(users.id, userId))),
    { read: "primary" },
  );
  if (!outcome.ok) return outcome;
  const [row] = outcome.value;
  if (!row) return err({ tag: "not-found" } as const);
  const { tenantStatus, ...user } = row;
  return ok(userProfile(user, tenantStatus === "active"));
}

async function loadDriverAccess(tenant: TenantQueries, driverId: DriverId) {
  const outcome = await tenant.run(
    "accounts.driver",
    statements
      .select({ status: drivers.status, tenantStatus: tenants.status })
      .from(drivers)
      .innerJoin(tenants, eq(tenants.id, drivers.tenantId))
      .where(ownRows(drivers, tenant, eq(drivers.id, driverId))),
    { read: "primary" },
  );
  if (!outcome.ok) return outcome;
  const [row] = outcome.value;
  return row ? ok(driverProfile(row.status, row.tenantStatus === "active")) : err({ tag: "not-found" } as const);
}

export function userProfile(
  user: Pick<typeof users.$inferSelect, "role" | "status" | "storeCode" | "regionIds">,
  tenantIsActive = true,
): AccessProfile {
  const { role, storeCode, regionIds } = user;
  const status = user.status === "disabled" || !tenantIsActive ? "suspended" : "active";
  return { role, status, storeCode, regionIds: regionIds && [...regionIds] };
}

export function driverProfile(status: DriverStatus, tenantIsActive = true): AccessProfile {
  const suspended = status === "suspended" || !tenantIsActive;
  return { role: "driver", status: suspended ? "suspended" : "active", storeCode: null, regionIds: null };
}

/** The first sign-in makes an invited person an active one. A suspension of this very moment stays. */
export async function noteSignIn(
  db: Db,
  { tenantId, personId }: Who,
  requestId: string,
): Promise<Result<unknown, DbError>> {
  const tenant = db.forTenant({ tenantId, actor: personId, requestId });
  const user = UserId.safeParse(personId);
  if (user.success) {
    const status = sql`case ${users.status} when 'invited' then 'active' else ${users.status} end`;
    const seen = statements
      .update(users)
      .set({ lastSeenAt: sql`now()`, status })
      .where(ownRows(users, tenant, eq(users.id, user.data)));
    return tenant.run("accounts.signed-in-user", seen);
  }
  const driver = ownRows(drivers, tenant, eq(drivers.id, DriverId.parse(personId)), eq(drivers.status, "invited"));
  return tenant.run("accounts.signed-in-driver", statements.update(drivers).set({ status: "active" }).where(driver));
}

function personIdOf(kind: "user" | "driver", uuid: string): PersonId {
  return kind === "user" ? UserId.parse(idOf("usr", uuid)) : DriverId.parse(idOf("drv", uuid));
}
