import { expect, test } from "vitest";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import { listRegions } from "../../../src/services/regions.ts";
import { addMember, depsFor, newOffice, valueOf } from "./people-fixture.ts";

test("regions come page by page, by age", async () => {
  const { admin, north, south } = await newOffice();
  const first = valueOf(await listRegions(depsFor(admin), { limit: 1 }));
  const bounds = { south: 53.5, west: 9.9, north: 53.6, east: 10.1 };
  expect(first).toEqual({
    items: [{ id: north, name: "North", timeZone: "UTC", bounds, closedAt: null }],
    next: north,
  });
  const second = valueOf(await listRegions(depsFor(admin), { limit: 1, after: north }));
  expect(second.items.map(({ id }) => id)).toEqual([south]);
  expect(second.next).toBeUndefined();
});

test("a dispatcher who is limited to regions sees those, another one all", async () => {
  const { tenant, north, south } = await newOffice();
  const dispatcher = await addMember(tenant, "dispatcher");
  const namesFor = async (regionIds?: (typeof north)[]) =>
    valueOf(await listRegions(depsFor({ ...dispatcher, regionIds }), {})).items.map(({ name }) => name);
  expect(await namesFor([south])).toEqual(["South"]);
  expect(await namesFor()).toEqual(["North", "South"]);
});

test("a driver gets none, and another tenant's are nobody's", async () => {
  const [here, there] = [await newOffice(), await newOffice()];
  const store = await addMember(there.tenant, "store");
  const seen = valueOf(await listRegions(depsFor(store), {})).items.map(({ id }) => id);
  expect(seen).toEqual([there.north, there.south]);
  expect(seen).not.toContain(here.north);
  const { tenantId } = here;
  const driver = { kind: "driver" as const, tenantId, driverId: newRowId.driver(), sessionId: "test" };
  expect(await listRegions(depsFor(driver), {})).toEqual({ ok: false, error: { tag: "forbidden" } });
});
