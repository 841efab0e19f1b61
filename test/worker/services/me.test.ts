import { expect, test } from "vitest";
import { DriverId } from "../../../src/protocol/ids.ts";
import { changeUserRole } from "../../../src/services/access-changes.ts";
import { acceptInvitation, invite } from "../../../src/services/invitations.ts";
import { getMe } from "../../../src/services/me.ts";
import { newPhone } from "../access/place.ts";
import { addMember, depsFor, newOffice, valueOf } from "./people-fixture.ts";

test("a user learns its own name, its organisation's and the store it is limited to", async () => {
  const { tenant, tenantId } = await newOffice();
  const store = await addMember(tenant, "store");
  expect(valueOf(await getMe(depsFor(store)))).toEqual({
    id: store.userId,
    role: "store",
    tenantId,
    name: "The store",
    tenantName: expect.stringMatching(/\S/),
    storeCode: "mill",
    regions: null,
  });
});

test("a dispatcher learns the names of its regions, whatever its token still says", async () => {
  const { tenant, admin, south } = await newOffice();
  const dispatcher = await addMember(tenant, "dispatcher");
  expect(valueOf(await getMe(depsFor(dispatcher))).regions).toBeNull();
  valueOf(await changeUserRole(depsFor(admin), dispatcher.userId, { role: "dispatcher", regionIds: [south] }));
  expect(valueOf(await getMe(depsFor(dispatcher))).regions).toEqual([{ id: south, name: "South" }]);
});

test("a driver learns where it is at home", async () => {
  const { admin, tenantId, north } = await newOffice();
  const input = { role: "driver" as const, name: "Driver", phone: newPhone(), homeRegionId: north };
  const { token } = valueOf(await invite(depsFor(admin), input));
  const driverId = DriverId.parse(valueOf(await acceptInvitation(depsFor({ kind: "nobody" }), token)).id);
  const driver = { kind: "driver" as const, tenantId, driverId, sessionId: "test" };
  expect(valueOf(await getMe(depsFor(driver)))).toMatchObject({
    id: driverId,
    role: "driver",
    name: "Driver",
    regions: [{ id: north, name: "North" }],
  });
});

test("whoever is in another tenant is nobody here", async () => {
  const [here, there] = [await newOffice(), await newOffice()];
  const astray = { ...there.admin, tenantId: here.tenantId };
  expect(await getMe(depsFor(astray))).toEqual({ ok: false, error: { tag: "not-found" } });
});
