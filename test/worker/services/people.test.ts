import { describe, expect, test } from "vitest";
import { loadAccess, noteSignIn } from "../../../src/db/accounts.ts";
import { listSecurityEvents } from "../../../src/db/security-events.ts";
import type { Caller } from "../../../src/domain/caller.ts";
import { DriverId, type RegionId } from "../../../src/protocol/ids.ts";
import {
  changeUserRole,
  restoreDriver,
  restoreUser,
  suspendDriver,
  suspendUser,
} from "../../../src/services/access-changes.ts";
import { acceptInvitation, invite } from "../../../src/services/invitations.ts";
import { getDriver, getUser, listDrivers, listUsers } from "../../../src/services/people.ts";
import { addMember, depsFor, newOffice, type Office, valueOf } from "./people-fixture.ts";

const NOT_FOUND = { ok: false, error: { tag: "not-found" } };

async function addDriver({ admin }: Office, phone: string, homeRegionId: RegionId): Promise<DriverId> {
  const { token } = valueOf(await invite(depsFor(admin), { role: "driver", name: "Driver", phone, homeRegionId }));
  return DriverId.parse(valueOf(await acceptInvitation(depsFor({ kind: "nobody" }), token)).id);
}

describe("a user's access", () => {
  test("changes with the role, and the account hears of it", async () => {
    const { admin, tenant, north } = await newOffice();
    const store = await addMember(tenant, "store");
    const deps = depsFor(admin);
    const changed = await changeUserRole(deps, store.userId, { role: "dispatcher", regionIds: [north] });
    expect(changed).toMatchObject({ ok: true, value: { role: "dispatcher", storeCode: null, regionIds: [north] } });
    expect(deps.told).toEqual([
      { personId: store.userId, role: "dispatcher", status: "active", storeCode: null, regionIds: [north] },
    ]);
    expect(await loadAccess(deps.db, { ...store, personId: store.userId }, "req-1")).toEqual({
      ok: true,
      value: { role: "dispatcher", status: "active", storeCode: null, regionIds: [north] },
    });
    expect(valueOf(await listSecurityEvents(tenant, { limit: 1 }))).toMatchObject([
      { kind: "role-changed", actor: admin.userId, detail: { person: store.userId, role: "dispatcher" } },
    ]);
  });

  test("ends with a suspension and comes back with a restoration, as often as either is asked for", async () => {
    const { admin, tenant } = await newOffice();
    const { userId } = await addMember(tenant, "dispatcher");
    const deps = depsFor(admin);
    for (const _ of [1, 2]) expect(await suspendUser(deps, userId)).toMatchObject({ value: { status: "disabled" } });
    for (const _ of [1, 2]) expect(await restoreUser(deps, userId)).toMatchObject({ value: { status: "active" } });
    expect(deps.told.map(({ status }) => status)).toEqual(["suspended", "suspended", "active", "active"]);
  });

  test("is nobody's own to change", async () => {
    const { admin, tenant } = await newOffice();
    await addMember(tenant, "admin");
    const deps = depsFor(admin);
    const refused = { ok: false, error: { tag: "own-account" } };
    expect(await changeUserRole(deps, admin.userId, { role: "dispatcher" })).toEqual(refused);
    expect(await suspendUser(deps, admin.userId)).toEqual(refused);
    expect(await restoreUser(deps, admin.userId)).toEqual(refused);
    expect(deps.told).toEqual([]);
  });

  test("of the last admin stays: two who shut each other out at the same moment do not both succeed", async () => {
    // Several pairs at once: a single one rarely meets in the database.
    const offices = await Promise.all(Array.from({ length: 12 }, newOffice));
    const pairs = await Promise.all(
      offices.map(async (office) => ({ ...office, second: await addMember(office.tenant, "admin") })),
    );
    const outcomes = await Promise.all(
      pairs.flatMap(({ admin, second }) => [
        suspendUser(depsFor(admin), second.userId),
        changeUserRole(depsFor(second), admin.userId, { role: "store", storeCode: "mill" }),
      ]),
    );
    const refused = outcomes.filter(({ ok }) => !ok);
    expect(refused).toEqual(pairs.map(() => ({ ok: false, error: { tag: "last-admin" } })));
    for (const { admin, tenant } of pairs) {
      const admins = valueOf(await listUsers(depsFor(admin), { role: "admin" })).items;
      expect(admins.filter(({ status }) => status === "active")).toHaveLength(1);
      expect(valueOf(await listSecurityEvents(tenant, { limit: 9 }))).toHaveLength(1);
    }
  });

  test("is an admin's business alone, and stays inside the tenant", async () => {
    const [mine, theirs] = [await newOffice(), await newOffice()];
    const { userId } = await addMember(mine.tenant, "store");
    for (const role of ["dispatcher", "store"] as const) {
      const deps = depsFor(await addMember(mine.tenant, role));
      expect(await suspendUser(deps, userId)).toEqual(NOT_FOUND);
    }
    const foreign = depsFor(theirs.admin);
    expect(await suspendUser(foreign, userId)).toEqual(NOT_FOUND);
    expect(await getUser(foreign, userId)).toEqual(NOT_FOUND);
    expect(valueOf(await listUsers(foreign, {})).items.map(({ id }) => id)).toEqual([theirs.admin.userId]);
    expect(await listSecurityEvents(theirs.tenant, { limit: 9 })).toEqual({ ok: true, value: [] });
    expect(await getUser(depsFor({ kind: "nobody" }), userId)).toEqual({
      ok: false,
      error: { tag: "unauthenticated" },
    });
  });
});

describe("drivers", () => {
  test("are seen and suspended by the dispatchers of their region, and by no driver", async () => {
    const office = await newOffice();
    const { tenant, tenantId, north, south } = office;
    const [inNorth, inSouth] = [
      await addDriver(office, "+447400123461", north),
      await addDriver(office, "+447400123462", south),
    ];
    const dispatcher: Caller = { ...(await addMember(tenant, "dispatcher")), regionIds: [north] };
    const deps = depsFor(dispatcher);
    expect(valueOf(await listDrivers(deps, {})).items.map(({ id }) => id)).toEqual([inNorth]);
    expect(await getDriver(deps, inSouth)).toEqual(NOT_FOUND);
    expect(await suspendDriver(deps, inSouth)).toEqual(NOT_FOUND);
    expect(await suspendDriver(deps, inNorth)).toMatchObject({ ok: true, value: { status: "suspended" } });
    expect(await restoreDriver(deps, inNorth)).toMatchObject({ ok: true, value: { status: "active" } });
    expect(deps.told.map(({ personId, status }) => [personId, status])).toEqual([
      [inNorth, "suspended"],
      [inNorth, "active"],
    ]);
    const driver = depsFor({ kind: "driver", tenantId, driverId: inNorth, sessionId: "test" });
    expect(await getDriver(driver, inNorth)).toMatchObject({ ok: true, value: { phone: "+447400123461" } });
    expect(await restoreDriver(driver, inNorth)).toEqual(NOT_FOUND);
    expect(await listDrivers(depsFor(await addMember(tenant, "store")), {})).toMatchObject({
      error: { tag: "forbidden" },
    });
  });
});

describe("lists", () => {
  test("come page by page, each person once", async () => {
    const { admin, tenant } = await newOffice();
    for (let i = 0; i < 4; i++) await addMember(tenant, "store");
    const deps = depsFor(admin);
    const first = valueOf(await listUsers(deps, { limit: 2 }));
    expect(first.next).toBe(first.items[1]?.id);
    const second = valueOf(await listUsers(deps, { limit: 2, after: first.items[1]?.id }));
    const third = valueOf(await listUsers(deps, { limit: 2, after: second.items[1]?.id }));
    expect(third.items).toHaveLength(1);
    expect(third.next).toBeUndefined();
    const ids = [first, second, third].flatMap(({ items }) => items.map(({ id }) => id));
    expect(new Set(ids).size).toBe(5);
  });
});

describe("a sign-in", () => {
  test("is noted, and leaves a suspension as it is", async () => {
    const { admin, tenant } = await newOffice();
    const { userId, tenantId } = await addMember(tenant, "store");
    const deps = depsFor(admin);
    await suspendUser(deps, userId);
    await noteSignIn(deps.db, { tenantId, personId: userId }, "req-1");
    expect(await getUser(deps, userId)).toMatchObject({
      value: { status: "disabled", lastSeenAt: expect.any(Number) },
    });
    expect(await loadAccess(deps.db, { tenantId, personId: userId }, "req-1")).toMatchObject({
      value: { status: "suspended" },
    });
  });
});
