import { env } from "cloudflare:workers";
import { uuidv7obj } from "uuidv7";
import { expect, test } from "vitest";
import { markJurisdiction } from "../../../src/domain/jurisdiction.ts";
import { typeIdFromBytes } from "../../../src/domain/typeid.ts";
import {
  accountObject,
  auditObject,
  offerObject,
  readOfferOwner,
  readRegionPart,
  regionObject,
  regionReplica,
  regionShard,
  tripObject,
} from "../../../src/platform/object-stubs.ts";
import { OfferId, RegionId, TenantId, TripId, UserId } from "../../../src/protocol/ids.ts";

const { bytes } = uuidv7obj();
const regionId = RegionId.parse(typeIdFromBytes("reg", bytes));
const tripId = TripId.parse(typeIdFromBytes("trip", bytes));
const offerId = OfferId.parse(typeIdFromBytes("off", bytes));
const userId = UserId.parse(typeIdFromBytes("usr", bytes));
const [home, european] = ([null, "eu"] as const).map((jurisdiction) =>
  TenantId.parse(typeIdFromBytes("tnt", markJurisdiction(bytes, jurisdiction))),
);
if (!home || !european) throw new Error("no tenants");

/** Every object that holds something of a tenant. */
const ALL = {
  trip: (tenantId: TenantId) => tripObject(env, tenantId, tripId, "weur"),
  region: (tenantId: TenantId) => regionObject(env, tenantId, regionId, "weur"),
  shard: (tenantId: TenantId) => regionShard(env, { tenantId, regionId }, 3),
  replica: (tenantId: TenantId) => regionReplica(env, { tenantId, regionId }, 3),
  offer: (tenantId: TenantId) => offerObject(env, tenantId, offerId),
  account: (tenantId: TenantId) => accountObject(env, tenantId, userId),
  audit: (tenantId: TenantId) => auditObject(env, tenantId),
};

test.each(Object.entries(ALL))("an EU tenant's %s is asked for in the EU and nowhere else", (_, stubOf) => {
  expect(stubOf(home).name).toContain(home);
  // The local runtime knows no jurisdictions and says so: proof that one was asked for.
  expect(() => stubOf(european)).toThrow("Jurisdiction restrictions are not implemented in workerd");
});

test("a helper reads from its own name whose it is, and from no other", () => {
  const place = { tenantId: home, regionId };
  expect(readRegionPart(regionShard(env, place, 3).name, "shard")).toEqual({ ...place, number: 3 });
  expect(readRegionPart(regionReplica(env, place, 0).name, "replica")).toEqual({ ...place, number: 0 });
  const names = [
    undefined,
    "",
    `${home}:${regionId}`,
    `${home}:${regionId}#v1`,
    `${home}:${regionId}#i`,
    `x:${regionId}#i1`,
  ];
  for (const name of names) expect(() => readRegionPart(name, "shard")).toThrow(/not a region's shard|Invalid string/);
});

test("an offer reads from its own name whose it is, and from no other", () => {
  expect(readOfferOwner(offerObject(env, home, offerId).name)).toEqual({ tenantId: home, offerId });
  for (const name of [undefined, "", home, `${home}:${tripId}`]) expect(() => readOfferOwner(name)).toThrow(/Invalid/);
});
