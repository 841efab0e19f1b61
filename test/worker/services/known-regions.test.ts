import { expect, test } from "vitest";
import { changeUserRole } from "../../../src/services/access-changes.ts";
import { invite } from "../../../src/services/invitations.ts";
import { newPhone } from "../access/place.ts";
import { addMember, depsFor, newOffice, valueOf } from "./people-fixture.ts";

const refused = (...paths: string[]) => ({
  ok: false,
  error: {
    tag: "invalid-request",
    errors: paths.map((path) => ({ path, message: "is no open region of this tenant" })),
  },
});

const dispatcher = { role: "dispatcher", name: "New", email: "new@example.com" } as const;

test("a dispatcher is invited into regions of the tenant's, and each other one is named by its place", async () => {
  const [mine, theirs] = [await newOffice(), await newOffice()];
  const deps = depsFor(mine.admin);
  const regionIds = [mine.north, theirs.north, mine.south, theirs.south];
  expect(await invite(deps, { ...dispatcher, regionIds })).toEqual(refused("body.regionIds.1", "body.regionIds.3"));
  const invited = valueOf(await invite(deps, { ...dispatcher, regionIds: [mine.north, mine.south] }));
  expect(invited.invitation.regionIds).toEqual([mine.north, mine.south]);
});

test("a driver is at home in a region of the tenant's", async () => {
  const [mine, theirs] = [await newOffice(), await newOffice()];
  const driver = { role: "driver", name: "New", phone: newPhone() } as const;
  const deps = depsFor(mine.admin);
  expect(await invite(deps, { ...driver, homeRegionId: theirs.north })).toEqual(refused("body.homeRegionId"));
  expect((await invite(deps, { ...driver, homeRegionId: mine.north })).ok).toBe(true);
});

test("a role is changed to regions of the tenant's, and a refused change changes nothing", async () => {
  const [mine, theirs] = [await newOffice(), await newOffice()];
  const { userId } = await addMember(mine.tenant, "store");
  const deps = depsFor(mine.admin);
  const change = async (...regionIds: (typeof mine.north)[]) =>
    changeUserRole(deps, userId, { role: "dispatcher", regionIds });
  expect(await change(mine.north, theirs.north)).toEqual(refused("body.regionIds.1"));
  expect(deps.told).toEqual([]);
  expect(valueOf(await change(mine.north)).regionIds).toEqual([mine.north]);
});

test("whoever may not invite at all learns nothing of regions", async () => {
  const [mine, theirs] = [await newOffice(), await newOffice()];
  const store = depsFor(await addMember(mine.tenant, "store"));
  const invited = await invite(store, { ...dispatcher, regionIds: [theirs.north] });
  expect(invited).toEqual({ ok: false, error: { tag: "forbidden" } });
});
