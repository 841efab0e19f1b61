import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { openDb, statements } from "../../../src/db/client.ts";
import { regions } from "../../../src/db/schema/tenants.ts";
import { regionObject } from "../../../src/platform/object-stubs.ts";
import { Remembered } from "../../../src/platform/remembered.ts";
import { RegionId } from "../../../src/protocol/ids.ts";
import { typeIdFromBytes } from "../../../src/domain/typeid.ts";
import type { Birthplace, LiveDeps } from "../../../src/services/live-deps.ts";
import { openRegion } from "../../../src/services/live-regions.ts";
import { UNREACHABLE } from "../jobs/job-deps.ts";
import { depsFor, newOffice, type Office, valueOf } from "./people-fixture.ts";

const PERTH = [
  [115.8, -32],
  [116, -32],
  [116, -31.8],
  [115.8, -32],
];
const MINUTE = 60_000;

/** Deps that write down with which hint a region's object was asked for. */
function watchedDeps({ isDown = false, now = () => Date.now() } = {}) {
  const { db, requestId } = depsFor({ kind: "nobody" });
  const hints: (Birthplace | undefined)[] = [];
  const region: LiveDeps["region"] = (tenantId, regionId, born) => {
    hints.push(born);
    return regionObject(env, tenantId, regionId, born);
  };
  const birthplaces = new Remembered<Birthplace>();
  return { db: isDown ? openDb(UNREACHABLE, () => {}) : db, requestId, now, region, birthplaces, hints };
}

async function regionAt({ tenant, tenantId }: Office, ring: number[][]): Promise<RegionId> {
  const id = RegionId.parse(typeIdFromBytes("reg", crypto.getRandomValues(new Uint8Array(16))));
  const polygon = { type: "Polygon", coordinates: [ring] };
  const insert = statements.insert(regions).values({ tenantId, id, name: "West", timeZone: "UTC", polygon });
  valueOf(await tenant.run("test.region", insert));
  return id;
}

test("a region's object is never asked for without a hint before it exists, and knows its middle", async () => {
  const office = await newOffice();
  const regionId = await regionAt(office, PERTH);
  const deps = watchedDeps();
  expect(valueOf(await openRegion(deps, office.tenantId, regionId))).toBe("oc");
  expect(deps.hints).toEqual(["oc"]);
  expect(await regionObject(env, office.tenantId, regionId).isOpen()).toBe(true);
  // From memory.
  const { db: _, ...remembering } = deps;
  const down = { ...watchedDeps({ isDown: true }), ...remembering };
  expect(valueOf(await openRegion(down, office.tenantId, regionId))).toBe("oc");
});

test("without the database an open region goes on, and another one is not made", async () => {
  const office = await newOffice();
  const regionId = await regionAt(office, PERTH);
  let clock = 0;
  const down = watchedDeps({ isDown: true, now: () => clock });
  expect(await openRegion(down, office.tenantId, regionId)).toMatchObject({ ok: false });
  expect(await regionObject(env, office.tenantId, regionId).isOpen()).toBe(false);

  valueOf(await openRegion(watchedDeps(), office.tenantId, regionId));
  expect(valueOf(await openRegion(down, office.tenantId, regionId))).toBeNull();
  // That it is not known where is remembered for a minute only.
  const { db } = watchedDeps();
  clock = MINUTE - 1;
  expect(valueOf(await openRegion({ ...down, db }, office.tenantId, regionId))).toBeNull();
  clock = MINUTE;
  expect(valueOf(await openRegion({ ...down, db }, office.tenantId, regionId))).toBe("oc");
});

test("an area that cannot be read costs the hint alone", async () => {
  const office = await newOffice();
  const regionId = await regionAt(office, []);
  expect(valueOf(await openRegion(watchedDeps(), office.tenantId, regionId))).toBeNull();
});
