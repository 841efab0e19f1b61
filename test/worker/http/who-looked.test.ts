import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { regionObject, tripObject } from "../../../src/platform/object-stubs.ts";
import { LocationView } from "../../../src/protocol/api/location-views.ts";
import { TrackDown } from "../../../src/protocol/live/track-down.ts";
import { driverToken, userToken } from "../access/identities.ts";
import { newPlace } from "../access/place.ts";
import { drive, Ear, is } from "../objects/trip/trip-fixture.ts";
import { LOW } from "../objects/ladder-fixture.ts";
import { MapClient } from "../objects/region-fixture.ts";
import { call } from "./call.ts";
import { as } from "./duty.ts";
import { newNetwork } from "./person.ts";

async function underWay() {
  const place = await newPlace();
  const { tenantId, north: regionId, trip, drivers } = place;
  const stub = tripObject(env, tenantId, trip.tripId);
  await stub.command({ type: "trip", event: "start" }, "test");
  await stub.ingest({ epoch: "phone-0001", fixes: drive(1, 3) });
  const [own] = drivers;
  const tokens = { driver: await driverToken(tenantId, own), admin: await userToken(place.admin) };
  const region = regionObject(env, tenantId, regionId);
  return { place, tokens, regionId, region, tenantId, own, tripId: trip.tripId };
}

type UnderWay = Awaited<ReturnType<typeof underWay>>;

/** What the driver reads of such looks, once the first has come through the queue. */
async function looksAt({ tokens, own }: UnderWay, viewerRole: LocationView["viewerRole"]): Promise<LocationView[]> {
  return vi.waitFor(
    async () => {
      const answer = await as(tokens.driver, "GET", `/drivers/${own}/location-views`);
      const { items }: { items: unknown[] } = await answer.json();
      const looks = items.map((item) => LocationView.parse(item)).filter((look) => look.viewerRole === viewerRole);
      expect(looks).not.toEqual([]);
      return looks;
    },
    { timeout: 20_000, interval: 100 },
  );
}

test("a driver reads that a colleague read where the trip has been", async () => {
  const now = await underWay();
  for (const path of ["history", "track.csv"]) await as(now.tokens.admin, "GET", `/trips/${now.tripId}/${path}`);
  expect(await looksAt(now, "admin")).toMatchObject([{ surface: "history", tripId: now.tripId }]);
});

test("a driver reads that a colleague asked where the trip is", async () => {
  const now = await underWay();
  await as(now.tokens.admin, "GET", `/trips/${now.tripId}`);
  expect(await looksAt(now, "admin")).toMatchObject([{ surface: "live-map", tripId: now.tripId }]);
});

test("a driver reads that a colleague had the map of the region open", async () => {
  const now = await underWay();
  const { region, tenantId, regionId } = now;
  await region.open({ tenantId, regionId, name: "North", centroid: { lat: 52.5, lng: 13.4 } });
  await tripObject(env, tenantId, now.tripId).reportNow();
  const map = await MapClient.watch({ tenantId, regionId, region });
  await map.until(() => [...map.replica.drivers()].some(({ point }) => point !== null));
  await as(now.tokens.admin, "GET", `/regions/${regionId}/snapshot`);
  expect(await looksAt(now, "dispatcher")).toMatchObject([{ surface: "live-map" }]);
  expect(await looksAt(now, "admin")).toMatchObject([{ surface: "live-map" }]);
});

test("a driver reads who looked from a replica of the region", async () => {
  const now = await underWay();
  const { region, tenantId, regionId } = now;
  const north = { tenantId, regionId, name: "North", centroid: { lat: 52.5, lng: 13.4 } };
  await region.open({ ...north, ladder: { ...LOW, rootViewers: 0 } });
  await tripObject(env, tenantId, now.tripId).reportNow();
  const map = await MapClient.watch({ tenantId, regionId, region });
  await map.until(() => [...map.replica.drivers()].some(({ point }) => point !== null));
  expect(await looksAt(now, "dispatcher")).toMatchObject([{ surface: "live-map" }]);
});

test("a driver reads that a customer followed, by page and by socket", async () => {
  const [page, live] = [await underWay(), await underWay()];
  const headers = { "cf-connecting-ip": newNetwork() };
  expect((await call(`/api/v1/track/${page.place.links.own}`, { headers })).status).toBe(200);
  const answer = await call(`/ws/track/${live.place.links.own}`, { headers: { ...headers, upgrade: "websocket" } });
  if (!answer.webSocket) throw new Error("no socket");
  const ear = new Ear(answer.webSocket, TrackDown);
  expect((await ear.wait(is("view"))).view.point).not.toBeNull();
  ear.hangUp();
  for (const followed of [page, live])
    expect(await looksAt(followed, "customer")).toMatchObject([{ viewerName: null, surface: "tracking" }]);
});
