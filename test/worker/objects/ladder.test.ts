import { env } from "cloudflare:workers";
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { shardOf } from "../../../src/domain/region/ladder.ts";
import { upgradeRequest } from "../../../src/platform/live-facts.ts";
import { issueLiveTicket } from "../../../src/platform/live-ticket.ts";
import { importSigningKeys } from "../../../src/platform/signing-keys.ts";
import { leftovers } from "./account-fixture.ts";
import { LOW, replicaAt, reportUp, shardAt, shows, truthOf } from "./ladder-fixture.ts";
import {
  factsOf,
  LOOKER,
  MapClient,
  newPlace,
  newTrip,
  newUser,
  openPlace,
  reportOf,
  type Place,
} from "./region-fixture.ts";

const START = Date.now();
const SECOND = 1_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: START }));
afterEach(() => void vi.useRealTimers());

async function closeOf(map: MapClient): Promise<number | undefined> {
  await map.until(() => map.closed !== null);
  return map.closed?.code;
}

/** Trips that are listed, and what the region asked of them. */
async function openWith(trips: number) {
  const place = await openPlace(LOW);
  const ids = Array.from({ length: trips }, newTrip);
  await place.region.reportAll(ids.map((id) => reportOf(id, 1)));
  const demand = await place.region.reportAll([]);
  return { place, ids, demand };
}

async function viewersAt(place: Place, replica: number): Promise<number> {
  return (await replicaAt(place, replica).counters()).viewers;
}

async function watchWith(place: Place, maps: number): Promise<MapClient[]> {
  const open: MapClient[] = [];
  for (let i = 0; i < maps; i++) open.push(await MapClient.watch(place));
  return open;
}

test("a small region has no shards, a large one tells its trips of them, and remembers it", async () => {
  expect((await openWith(10)).demand).toEqual({ watchers: 0, nextMs: null });
  const { place, demand } = await openWith(11);
  expect(demand).toEqual({ watchers: 0, nextMs: null, shards: 2 });
  await evictDurableObject(place.region);
  expect(await place.region.reportAll([])).toMatchObject({ shards: 2 });
});

test("a shard answers positions at once and brings them together; news it brings before it answers", async () => {
  const { place, ids, demand } = await openWith(21);
  await MapClient.watch(place);
  const [first = newTrip()] = ids;
  // The first answer comes from the region: a shard that has just woken knows nothing.
  const told = await reportUp(place, reportOf(first, 2), demand);
  expect(told).toMatchObject({ watchers: 1, nextMs: 15_000, shards: 3 });
  const shard = shardAt(place, shardOf(first, 3));
  const before = await shard.counters();
  vi.setSystemTime(START + 100);
  for (let seq = 3; seq < 23; seq++) expect(await reportUp(place, reportOf(first, seq), told)).toEqual(told);
  await reportUp(place, reportOf(first, 23, { stopsDone: 1 }), told, true);
  const picture = await place.region.snapshot(LOOKER);
  expect(picture.ok && picture.value.drivers.find(({ tripId }) => tripId === first)).toMatchObject({
    seq: 23,
    stopsDone: 1,
  });
  // The first of the positions finds the window open, each further window goes together, and the news takes along the rest.
  const after = await shard.counters();
  expect(after.reports - before.reports).toBe(21);
  expect(after.batches - before.batches).toBeLessThan(10);
});

test("trips hear of new fences through their shard, too", async () => {
  const { place, ids, demand } = await openWith(11);
  const [trip = newTrip()] = ids;
  await reportUp(place, reportOf(trip, 2), demand);
  await place.region.setFences({ version: 4, fences: [] });
  expect(await reportUp(place, reportOf(trip, 3, { stopsDone: 1 }), demand, true)).toMatchObject({ fences: 4 });
});

test("an older report that took another way does not undo a newer one", async () => {
  const { place, ids, demand } = await openWith(21);
  const [trip = newTrip()] = ids;
  await place.region.report(reportOf(trip, 9, { status: "completed" }));
  await reportUp(place, reportOf(trip, 8), demand, true);
  const picture = await place.region.snapshot(LOOKER);
  expect(picture.ok && picture.value.drivers.map(({ tripId }) => tripId)).not.toContain(trip);
});

test("maps for which the region has no room see the same in replicas, for one call of it each", async () => {
  const { place, ids } = await openWith(3);
  const maps = await watchWith(place, 5);
  expect([await viewersAt(place, 0), await viewersAt(place, 1)]).toEqual([2, 2]);
  const before = await place.region.counters();
  for (let seq = 2; seq < 12; seq++) {
    vi.setSystemTime(START + seq * SECOND);
    await place.region.reportAll(ids.map((id) => reportOf(id, seq, { stopsDone: seq === 11 ? 1 : 0 })));
  }
  const truth = await truthOf(place);
  await Promise.all(maps.map(async (map) => map.until(() => shows(map, truth))));
  const after = await place.region.counters();
  expect(after.relays - before.relays).toBe(2 * (after.ticks - before.ticks));
  expect(maps.flatMap(({ applied }) => applied)).not.toContain("resync");
  expect((await place.region.reportAll([])).watchers).toBe(5);
});

test("when all replicas are full, a map is asked to come back later", async () => {
  const { place } = await openWith(1);
  await watchWith(place, 5);
  expect(await closeOf(await MapClient.connect(place))).toBe(4429);
});

test("a map of a replica looks at a part, falls behind, and is told what it missed, as one of the region", async () => {
  const { place, ids } = await openWith(2);
  const [near = newTrip(), far = newTrip()] = ids;
  const [, map, slow] = [
    await MapClient.watch(place),
    await MapClient.watch(place),
    await MapClient.watch(place, {}, false),
  ];
  map.send({ type: "viewport", box: { south: 52.4, west: 13.3, north: 52.6, east: 13.5 } });
  await map.until(() => map.frames === 3);
  vi.setSystemTime(START + 11 * SECOND);
  const away = { lat: 53, lng: 14, speedMps: 0, headingDeg: 0, accuracyM: 5, at: START };
  await place.region.reportAll([reportOf(near, 2), reportOf(far, 2, { point: away })]);
  await map.until(() => map.replica.driver(near)?.seq === 2);
  expect(map.replica.driver(far)?.seq).toBe(1);
  expect(slow.replica.driver(near)?.seq).toBe(1);
  slow.send({ type: "ack", frames: slow.frames });
  await slow.until(() => slow.replica.driver(near)?.seq === 2 && slow.replica.driver(far)?.seq === 2);
});

test("a map does not notice that its replica slept, and one that fell out of step comes back into it", async () => {
  const { place, ids } = await openWith(3);
  const [, map] = await watchWith(place, 2);
  if (!map) throw new Error("no map");
  await evictDurableObject(replicaAt(place, 0));
  vi.setSystemTime(START + SECOND);
  await place.region.reportAll(ids.map((id) => reportOf(id, 2)));
  await map.until(() => [...map.replica.drivers()].every(({ seq }) => seq === 2));
  const before = map.applied.length;
  await evictDurableObject(place.region);
  vi.setSystemTime(START + 2 * SECOND);
  await place.region.reportAll(ids.map((id) => reportOf(id, 3, { stopsDone: 1 })));
  await map.until(() => [...map.replica.drivers()].every(({ stopsDone }) => stopsDone === 1));
  // The region's sleep broke the link; what was missed by it comes as one change.
  expect(map.applied.slice(before)).not.toContain("resync");
  vi.setSystemTime(START + 31 * SECOND);
  await runDurableObjectAlarm(replicaAt(place, 0));
  await map.until(() => map.json.at(-1)?.type === "checksum");
  expect(shows(map, await truthOf(place))).toBe(true);
});

test("when a replica dies with its sockets, its maps come back through the region", async () => {
  const { place, ids } = await openWith(3);
  const [, lost] = await watchWith(place, 2);
  if (!lost) throw new Error("no map");
  await evictDurableObject(replicaAt(place, 0), { webSockets: "close" });
  await lost.until(() => lost.closed !== null);
  const back = await MapClient.connect(place);
  back.send({ type: "hello", version: 1, since: null });
  vi.setSystemTime(START + SECOND);
  await place.region.reportAll(ids.map((id) => reportOf(id, 2)));
  await back.until(() => back.replica.size === 3 && [...back.replica.drivers()].every(({ seq }) => seq === 2));
  expect(await viewersAt(place, 0)).toBe(1);
});

test("the end of a session ends its maps in replicas, too, and a ticket is spent once wherever it is shown", async () => {
  const { place } = await openWith(1);
  await MapClient.watch(place);
  const [personId, sessionId] = [newUser(), "session-a"];
  const map = await MapClient.watch(place, { personId, sessionId });
  const keys = await importSigningKeys(env.SIGNING_KEYS);
  if (!keys.ok) throw new Error("no signing keys");
  const { tenantId, regionId } = place;
  const person = { personId, tenantId, sessionId, role: "dispatcher", storeCode: null } as const;
  const claims = { ...person, place: regionId, native: false, authUntil: START + 60 * SECOND };
  const ticket = await issueLiveTicket(keys.value, claims, START);
  map.send({ type: "auth", ticket });
  await map.until(() => map.json.some(({ type }) => type === "auth"));
  expect(await place.region.closeSockets({ personId, sessionId })).toBe(1);
  expect(await closeOf(map)).toBe(4403);

  const other = await MapClient.watch(place, { personId, sessionId: "session-b" });
  other.send({ type: "auth", ticket });
  expect(await closeOf(other)).toBe(4401);
});

test("when the last map of a replica closes, the region calls it once more and no longer counts it", async () => {
  const { place, ids } = await openWith(1);
  const maps = await watchWith(place, 2);
  for (const map of maps) {
    map.close();
    await closeOf(map);
  }
  vi.setSystemTime(START + 10 * SECOND);
  for (let seq = 2; seq < 5; seq++) {
    vi.setSystemTime(START + seq * 10 * SECOND);
    await place.region.reportAll(ids.map((id) => reportOf(id, seq)));
  }
  expect(await place.region.reportAll([])).toEqual({ watchers: 0, nextMs: null });
  const { relays } = await place.region.counters();
  vi.setSystemTime(START + 60 * SECOND);
  await place.region.reportAll(ids.map((id) => reportOf(id, 9)));
  expect((await place.region.counters()).relays).toBe(relays);
});

test("a replica lets in nobody that is not its region's, and neither helper exists under another name", async () => {
  const place = newPlace();
  const replica = replicaAt(place, 0);
  expect((await replica.fetch(upgradeRequest(factsOf(newPlace())))).status).toBe(403);
  expect((await replica.fetch(upgradeRequest(factsOf(place, { role: "driver" })))).status).toBe(403);
  // Of a region that was never opened.
  expect((await replica.fetch(upgradeRequest(factsOf(place)))).status).toBe(404);
  expect(await shardAt(place, 0).report(reportOf(newTrip(), 1), false)).toEqual({ watchers: 0, nextMs: 60_000 });
  expect((await leftovers(replica)).tables).toEqual((await leftovers(shardAt(place, 0))).tables);
  await runInDurableObject(replica, (object) => expect(object.counters()).toEqual({ viewers: 0, isAsking: false }));
});
