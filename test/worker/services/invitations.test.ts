import { describe, expect, test } from "vitest";
import { findAccounts } from "../../../src/db/accounts.ts";
import { listSecurityEvents } from "../../../src/db/security-events.ts";
import type { Caller } from "../../../src/domain/caller.ts";
import { indexOfLogin } from "../../../src/platform/login-name.ts";
import type { NewInvitation } from "../../../src/protocol/api/invitations.ts";
import { acceptInvitation, invite, listInvitations, revokeInvitation } from "../../../src/services/invitations.ts";
import { listDrivers, listUsers } from "../../../src/services/people.ts";
import { addMember, depsFor, newOffice, valueOf } from "./people-fixture.ts";

const WEEK_MS = 7 * 24 * 60 * 60 * 1_000;
const nobody = depsFor({ kind: "nobody" });
const NOT_FOUND = { ok: false, error: { tag: "not-found" } };

/** Addresses are looked up across tenants: each test has its own. */
const newEmail = () => `${crypto.randomUUID()}@example.com`;

const storeUser = (email = newEmail()): NewInvitation => ({ role: "store", name: "Shop", email, storeCode: "mill" });

describe("an invitation", () => {
  test("becomes a person who can be found by the address, once", async () => {
    const { admin, tenantId } = await newOffice();
    const deps = depsFor(admin);
    const email = newEmail();
    const { token, invitation } = valueOf(await invite(deps, storeUser(` ${email.toUpperCase()} `)));
    expect(invitation).toMatchObject({
      role: "store",
      status: "open",
      name: "Shop",
      contact: email,
      storeCode: "mill",
    });
    const accepted = valueOf(await acceptInvitation(nobody, token));
    expect(accepted).toMatchObject({ role: "store", tenantId });
    const { items } = valueOf(await listUsers(deps, { role: "store" }));
    expect(items).toMatchObject([{ id: accepted.id, name: "Shop", email, status: "active", storeCode: "mill" }]);
    const index = await indexOfLogin(deps.hmacKey, { channel: "email", name: email });
    expect(await findAccounts(deps.db, index)).toMatchObject({
      ok: true,
      value: [{ tenantId, tenantName: "Test", personId: accepted.id, role: "store", status: "active" }],
    });
    expect(await acceptInvitation(nobody, token)).toEqual(NOT_FOUND);
  });

  test("of a driver is a phone number and a region", async () => {
    const { admin, north } = await newOffice();
    const driver = { role: "driver", name: "Driver", homeRegionId: north } as const;
    const deps = depsFor(admin);
    expect(await invite(deps, { ...driver, phone: "12" })).toMatchObject({
      ok: false,
      error: { tag: "invalid-request", errors: [{ path: "body.phone" }] },
    });
    const { token } = valueOf(await invite(deps, { ...driver, phone: "+44 7400 123456" }));
    const { id } = valueOf(await acceptInvitation(nobody, token));
    const { items } = valueOf(await listDrivers(deps, {}));
    expect(items).toMatchObject([
      { id, name: "Driver", phone: "+447400123456", homeRegionId: north, status: "active" },
    ]);
  });

  test("is accepted once, however many accept it at the same moment", async () => {
    const { admin } = await newOffice();
    const { token } = valueOf(await invite(depsFor(admin), storeUser()));
    const all = await Promise.all(Array.from({ length: 8 }, () => acceptInvitation(nobody, token)));
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
    expect(all.filter(({ ok }) => !ok)).toEqual(Array.from({ length: 7 }, () => NOT_FOUND));
  });

  test("ends after a week, when it is revoked, and when a newer one is sent", async () => {
    const { admin } = await newOffice();
    const deps = depsFor(admin);
    const email = newEmail();
    const first = valueOf(await invite(deps, storeUser(email)));
    const second = valueOf(await invite(deps, storeUser(email)));
    expect(await acceptInvitation(nobody, first.token)).toEqual(NOT_FOUND);
    const later = depsFor({ kind: "nobody" }, () => Date.now() + WEEK_MS + 1_000);
    expect(await acceptInvitation(later, second.token)).toEqual(NOT_FOUND);
    expect(await revokeInvitation(deps, second.invitation.id)).toMatchObject({
      ok: true,
      value: { status: "revoked" },
    });
    expect(await acceptInvitation(nobody, second.token)).toEqual(NOT_FOUND);
    expect(await revokeInvitation(deps, second.invitation.id)).toEqual(NOT_FOUND);
    expect(await acceptInvitation(nobody, "A".repeat(43))).toEqual(NOT_FOUND);
  });

  test("to somebody who is a member already is refused", async () => {
    const { admin } = await newOffice();
    const email = newEmail();
    const { token } = valueOf(await invite(depsFor(admin), storeUser(email)));
    await acceptInvitation(nobody, token);
    expect(await invite(depsFor(admin), storeUser(email))).toEqual({ ok: false, error: { tag: "conflict" } });
    const other = await newOffice();
    expect(await invite(depsFor(other.admin), storeUser(email))).toMatchObject({ ok: true });
  });

  test("of a dispatcher is for drivers of its regions, and it sees no others", async () => {
    const { admin, tenant, north, south } = await newOffice();
    const dispatcher: Caller = { ...(await addMember(tenant, "dispatcher")), regionIds: [north] };
    const deps = depsFor(dispatcher);
    const driver = { role: "driver", name: "Driver" } as const;
    expect(await invite(deps, storeUser())).toEqual({ ok: false, error: { tag: "forbidden" } });
    expect(await invite(deps, { ...driver, phone: "+447400123451", homeRegionId: south })).toMatchObject({
      error: { tag: "forbidden" },
    });
    const mine = valueOf(await invite(deps, { ...driver, phone: "+447400123452", homeRegionId: north }));
    const other = valueOf(await invite(depsFor(admin), { ...driver, phone: "+447400123453", homeRegionId: south }));
    await invite(depsFor(admin), storeUser());
    expect(valueOf(await listInvitations(deps, {})).items.map(({ id }) => id)).toEqual([mine.invitation.id]);
    expect(valueOf(await listInvitations(depsFor(admin), {})).items).toHaveLength(3);
    expect(await revokeInvitation(deps, other.invitation.id)).toEqual(NOT_FOUND);
    const store = depsFor(await addMember(tenant, "store"));
    expect(await listInvitations(store, {})).toEqual({ ok: false, error: { tag: "forbidden" } });
  });

  test("leaves a trail without a word about the person", async () => {
    const { admin, tenant } = await newOffice();
    const email = newEmail();
    const { token } = valueOf(await invite(depsFor(admin), storeUser(email)));
    await acceptInvitation(nobody, token);
    const events = valueOf(await listSecurityEvents(tenant, { limit: 10 }));
    expect(events).toMatchObject([
      { kind: "invitation-accepted", ipPrefix: "192.0.2.0/24" },
      { kind: "invited", actor: admin.userId },
    ]);
    expect(JSON.stringify(events)).not.toContain(email);
    expect(JSON.stringify(events)).not.toContain("Shop");
  });
});
