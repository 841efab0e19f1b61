import { env } from "cloudflare:workers";
import { uuidv7obj } from "uuidv7";
import { statements, type TenantQueries } from "../../../src/db/client.ts";
import { regions, tenantKeys } from "../../../src/db/schema/tenants.ts";
import { addUser } from "../../../src/db/users.ts";
import type { AccessProfile, Caller, PersonId } from "../../../src/domain/caller.ts";
import { typeIdFromBytes } from "../../../src/domain/typeid.ts";
import { blindIndex, importHmacKey } from "../../../src/platform/blind-index.ts";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import { makeDataKey, openMasterKeys } from "../../../src/platform/sealed-text.ts";
import type { UserRole } from "../../../src/protocol/account.ts";
import { RegionId, type TenantId } from "../../../src/protocol/ids.ts";
import { openDesk, type PeopleDeps } from "../../../src/services/people-desk.ts";
import { connect, newTenant } from "../db/tenant-scope.ts";

/** A service area with three corners. */
const RING = [
  [9.9, 53.5],
  [10.1, 53.5],
  [10, 53.6],
  [9.9, 53.5],
];

const { db, events } = connect();

/** What the services sent to the database. */
export const queries = events;

type Told = { personId: PersonId } & AccessProfile;
export type TestDeps = PeopleDeps & { told: Told[] };

/** What a request of this caller's gets; what its accounts were told is kept for looking at. */
export function depsFor(caller: Caller, now = () => Date.now()): TestDeps {
  const told: Told[] = [];
  return {
    db,
    now,
    hmacKey: env.HMAC_KEY,
    masterKeys: async () => openMasterKeys([env.DATA_KEY]),
    caller,
    requestId: "req-1",
    ipPrefix: "192.0.2",
    accounts: { profileChanged: async ({ personId }, profile) => told.push({ personId, ...profile }) },
    told,
  };
}

export interface Office {
  readonly tenant: TenantQueries;
  readonly tenantId: TenantId;
  readonly admin: Extract<Caller, { kind: "user" }>;
  readonly north: RegionId;
  readonly south: RegionId;
}

/** A tenant of the test's own with keys, two regions and one admin. */
export async function newOffice(): Promise<Office> {
  const tenant = await newTenant(db);
  const { tenantId } = tenant;
  const key = await makeDataKey(await openMasterKeys([env.DATA_KEY]), tenantId);
  const [north, south] = [newRegionId(), newRegionId()];
  const region = { tenantId, timeZone: "UTC", polygon: { type: "Polygon", coordinates: [RING] } };
  const made = await tenant.batch("test.office", [
    statements.insert(tenantKeys).values({ tenantId, ...key }),
    statements.insert(regions).values([
      { ...region, id: north, name: "North" },
      { ...region, id: south, name: "South" },
    ]),
  ]);
  if (!made.ok) throw new Error(made.error.tag);
  return { tenant, tenantId, admin: await addMember(tenant, "admin"), north, south };
}

/** An active user with an address of its own. */
export async function addMember(tenant: TenantQueries, role: UserRole): Promise<Extract<Caller, { kind: "user" }>> {
  const { tenantId } = tenant;
  const desk = await openDesk(depsFor({ kind: "nobody" }), { tenantId, actor: "test" });
  if (!desk.ok) throw new Error(desk.error.tag);
  const id = newRowId.user();
  const email = `${id}@example.com`;
  const storeCode = role === "store" ? "mill" : null;
  const added = await tenant.run(
    "test.member",
    addUser({
      tenantId,
      id,
      role,
      storeCode,
      status: "active",
      nameSealed: await desk.value.seal({ table: "users", column: "name_sealed", row: id }, `The ${role}`),
      emailSealed: await desk.value.seal({ table: "users", column: "email_sealed", row: id }, email),
      emailIndex: await blindIndex(await importHmacKey(env.HMAC_KEY), "users.email", email),
    }),
  );
  if (!added.ok) throw new Error(added.error.tag);
  return { kind: "user", tenantId, userId: id, role, sessionId: "test", ...(storeCode && { storeCode }) };
}

function newRegionId(): RegionId {
  return RegionId.parse(typeIdFromBytes("reg", uuidv7obj().bytes));
}

export function valueOf<Value>(result: { ok: true; value: Value } | { ok: false; error: { tag: string } }): Value {
  if (!result.ok) throw new Error(result.error.tag);
  return result.value;
}
