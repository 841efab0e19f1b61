import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { regionObject } from "../../../src/platform/object-stubs.ts";
import { getNearestDrivers, getRegionSnapshot, getSocketHealth } from "../../../src/protocol/api/regions-live.ts";
import { newTrip, reportOf } from "../objects/region-fixture.ts";
import { call } from "./call.ts";
import { as, onDuty } from "./duty.ts";

/** A region where two drivers are under way, the second a hundred metres farther north. */
async function watched() {
  const duty = await onDuty();
  const { tenantId, north } = duty.place;
  // The first look opens it.
  expect((await as(duty.tokens.admin, "GET", `/regions/${north}/snapshot`)).status).toBe(200);
  const region = regionObject(env, tenantId, north);
  const trips = [newTrip(), newTrip()];
  for (const [index, tripId] of trips.entries()) await region.report(reportOf(tripId, 10 * (index + 1)));
  return { ...duty, region, trips, path: `/regions/${north}` };
}

test("a snapshot names who is there, and one that has not changed costs a 304", async () => {
  const { tokens, path, trips, region } = await watched();
  let etag = "";
  const again = async () =>
    call(`/api/v1${path}/snapshot`, { headers: { authorization: `Bearer ${tokens.admin}`, "if-none-match": etag } });
  // The first look has woken the trips of the place: once they have told where they are, nothing changes.
  await vi.waitFor(async () => {
    const seen = await as(tokens.admin, "GET", `${path}/snapshot`);
    etag = seen.headers.get("etag") ?? "";
    const { drivers } = getRegionSnapshot.output.parse(await seen.json());
    expect(drivers.map(({ tripId }) => tripId)).toEqual(expect.arrayContaining(trips));
    expect((await again()).status).toBe(304);
  });
  await region.report(reportOf(trips[0] ?? newTrip(), 11));
  expect((await again()).status).toBe(200);
});

test("since an earlier answer only the news is told in full, and everybody by name", async () => {
  const { tokens, path, trips, region } = await watched();
  const { now } = getRegionSnapshot.output.parse(await (await as(tokens.admin, "GET", `${path}/snapshot`)).json());
  const [, second] = trips;
  const later = { heardAt: now + 5_000, point: null };
  await region.report(reportOf(second ?? newTrip(), 21, later));
  const answer = await as(tokens.admin, "GET", `${path}/snapshot?since=${now + 1_000}`);
  const news = getRegionSnapshot.output.parse(await answer.json());
  expect(news.trips).toEqual(expect.arrayContaining(trips));
  expect(news.drivers.map(({ tripId }) => tripId)).toEqual([second]);
});

test("the nearest come first, as many as wanted and of the kind that is wanted", async () => {
  const { tokens, path, trips } = await watched();
  const near = async (query: string) => {
    const answer = await as(tokens.admin, "GET", `${path}/nearest?lat=52.5025&lng=13.4${query}`);
    return getNearestDrivers.output.parse(await answer.json()).items.map(({ driver }) => driver.tripId);
  };
  expect(await near("")).toEqual(trips.toReversed());
  expect(await near("&n=1")).toEqual(trips.slice(1));
  expect(await near("&within=100")).toEqual(trips.slice(1));
  expect(await near("&vehicleKind=truck")).toEqual([]);
  expect((await as(tokens.admin, "GET", `${path}/nearest?lat=&lng=13`)).status).toBe(400);
});

test("who may not see the region does not find it", async () => {
  const { tokens, path } = await watched();
  const foreign = (await onDuty()).tokens;
  for (const what of ["/snapshot", "/nearest?lat=1&lng=1"]) {
    expect((await as(foreign.admin, "GET", path + what)).status).toBe(404);
    expect((await as(tokens.store, "GET", path + what)).status).toBe(404);
    expect((await as(tokens.driver, "GET", path + what)).status).toBe(403);
  }
});

test("the health of sockets is told under both of its names", async () => {
  for (const path of ["/api/health/socket", "/api/v1/health/socket"]) {
    const health = getSocketHealth.output.parse(await (await call(path)).json());
    expect(health).toMatchObject({ status: "ok", connections: expect.any(Number) });
  }
});
