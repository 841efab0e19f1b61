import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { expect, onTestFinished, test, vi } from "vitest";
import { TripDown } from "../../../../src/protocol/live/trip-down.ts";
import { MapClient } from "../region-fixture.ts";
import {
  ALL_RULES,
  circleAt,
  crossings,
  fencedTrip,
  fixAt,
  heldBy,
  holds,
  logOf,
  north,
  regionOf,
} from "./fence-fixture.ts";
import { connect, drive, driverFacts, driverOf, is, openTrip, tripBrief } from "./trip-fixture.ts";

const EPOCH = "epoch-0001";
const DWELL_SECONDS = 60;

test("a trip hears of its region's fences, and tells who enters and who leaves", async () => {
  const fence = circleAt(100);
  const { brief, stub } = await fencedTrip([fence]);
  const { ear } = await driverOf(brief);
  ear.say({ type: "driver:locationUpdate", epoch: EPOCH, fixes: drive(1, 30) });
  const entered = await ear.wait(is("event"));
  expect(entered.event).toMatchObject({
    body: { kind: "fence", fenceId: fence.fenceId, crossing: "entered", late: false },
  });
  await vi.waitFor(async () => expect(await crossings(stub)).toEqual(["entered", "left"]));
});

test("what no rule asks for is neither told nor written", async () => {
  const { stub } = await fencedTrip([circleAt(100, { onEnter: false, onLeave: true, dwellMinutes: null })]);
  await stub.ingest({ epoch: EPOCH, fixes: drive(1, 30) });
  expect(await crossings(stub)).toEqual(["left"]);
});

test("a change reaches a trip that is on its region's board without waiting for its turn", async () => {
  const { region, stub } = await fencedTrip([]);
  const [near, far] = [circleAt(100), circleAt(5_000)];
  const startedAt = Date.now();
  await region.setFences({ version: 2, fences: [near] });
  await holds(stub, [near], 2);
  await region.setFences({ version: 4, fences: [near, far] });
  await holds(stub, [near, far], 4);
  expect(Date.now() - startedAt).toBeLessThan(10_000);
  // One that was overtaken changes nothing, in the region as in the trip.
  await region.setFences({ version: 3, fences: [] });
  expect((await region.fencesNear(north(0))).fences).toHaveLength(2);
});

test("without its region a trip lives by the fences that it has", async () => {
  const { stub, region } = await fencedTrip([circleAt(100)]);
  await evictDurableObject(region, { webSockets: "close" });
  await evictDurableObject(stub, { webSockets: "close" });
  await stub.ingest({ epoch: EPOCH, fixes: drive(1, 30) });
  expect(await crossings(stub)).toEqual(["entered", "left"]);
});

test("a region that was never opened takes fences before it opens, and hands them out after", async () => {
  const brief = tripBrief();
  const fence = circleAt(50);
  const region = await regionOf(brief, [fence]);
  expect(await region.fencesVersion()).toBe(1);
  await evictDurableObject(region, { webSockets: "close" });
  expect((await region.fencesNear(null)).fences).toEqual([fence]);
});

test("who stays has dwelt: once, though the object was asleep when the time was over", async () => {
  const { stub } = await fencedTrip([circleAt(0)]);
  await stub.ingest({ epoch: EPOCH, fixes: [fixAt(1, 0, DWELL_SECONDS - 3)] });
  expect(await crossings(stub)).toEqual(["entered"]);
  await evictDurableObject(stub, { webSockets: "close" });
  await vi.waitFor(async () => expect(await crossings(stub)).toEqual(["entered", "dwelt"]), {
    timeout: 20_000,
    interval: 250,
  });
  const [entered, dwelt] = (await logOf(stub)).map(({ happenedAt }) => happenedAt);
  expect((dwelt ?? 0) - (entered ?? 0)).toBe(DWELL_SECONDS * 1000);
  // What the alarm concluded is known after the next sleep too.
  await evictDurableObject(stub, { webSockets: "close" });
  await stub.ingest({ epoch: EPOCH, fixes: [fixAt(2, 2, 0)] });
  expect(await crossings(stub)).toEqual(["entered", "dwelt"]);
});

test("a position that waited for its turn is shown when the alarm comes, and is known after the next sleep", async () => {
  const { brief, stub } = await fencedTrip([circleAt(0)]);
  onTestFinished(() => void vi.useRealTimers());
  const now = Date.now();
  vi.useFakeTimers({ toFake: ["Date"], now });
  const watch = async () => connect(stub, driverFacts(brief, { role: "dispatcher" }), TripDown);
  const staff = await watch();
  await stub.ingest({ epoch: EPOCH, fixes: [fixAt(1, 0, 0)] });
  vi.setSystemTime(now + 1_000);
  await stub.ingest({ epoch: EPOCH, fixes: [fixAt(2, 8, 0)] });
  vi.setSystemTime(now + DWELL_SECONDS * 1_000);
  await runDurableObjectAlarm(stub);
  const isDwelt = (one: TripDown): one is TripDown & { type: "event" } =>
    one.type === "event" && one.event.body.kind === "fence" && one.event.body.crossing === "dwelt";
  await staff.wait(isDwelt);
  expect(staff.heard.filter(is("position")).map(({ point }) => point.at - now)).toEqual([0, 1_000]);
  await evictDurableObject(stub, { webSockets: "hibernate" });
  const { point } = await (await watch()).wait(is("hello"));
  expect(point?.at).toBe(now + 1_000);
});

test("of a fence that was deleted meanwhile nobody hears, neither by the next fix nor by the alarm", async () => {
  const { region, stub } = await fencedTrip([circleAt(0)]);
  await stub.ingest({ epoch: EPOCH, fixes: [fixAt(1, 0, DWELL_SECONDS - 2)] });
  await region.setFences({ version: 2, fences: [] });
  await holds(stub, [], 2);
  const waiting = async () =>
    runInDurableObject(stub, (_, { storage }) =>
      storage.sql.exec("SELECT 1 FROM alarm_slots WHERE name = 'check'").toArray(),
    );
  expect(await waiting()).toHaveLength(1);
  await vi.waitFor(async () => expect(await waiting()).toEqual([]), { timeout: 20_000, interval: 250 });
  await stub.ingest({ epoch: EPOCH, fixes: [fixAt(2, 400, 0)] });
  expect(await crossings(stub)).toEqual(["entered"]);
});

test("points that come late are written as late, and nobody is told", async () => {
  const { brief, stub } = await fencedTrip([circleAt(100)]);
  const staff = await connect(stub, driverFacts(brief, { role: "dispatcher" }), TripDown);
  await staff.wait(is("hello"));
  const { ear } = await driverOf(brief);
  const fixes = drive(1, 20, 0, Date.now() - 300_000);
  ear.say({ type: "driver:locationUpdate", epoch: EPOCH, fixes });
  ear.say({ type: "trip:statusUpdate", epoch: EPOCH, seq: 1, at: Date.now(), event: "pause" });
  // The staff hears frames in their order: what was to be told before the pause would have come.
  const first = await staff.wait(is("event"));
  expect(first.event.body).toEqual({ kind: "trip", status: "paused" });
  expect((await logOf(stub)).map(({ body }) => body)).toMatchObject([
    { kind: "fence", crossing: "entered", late: true },
    { kind: "fence", crossing: "left", late: true },
    { kind: "trip" },
  ]);
  expect(ear.heard.filter(is("event")).map(({ event }) => event.body.kind)).toEqual(["trip"]);
});

test("the region's map shows in which fences a driver is", async () => {
  const brief = tripBrief();
  const { tenantId, regionId } = brief;
  const fence = circleAt(0, { ...ALL_RULES, dwellMinutes: null });
  const { region, stub } = await fencedTrip([fence], brief);
  const map = await MapClient.watch({ tenantId, regionId, region });
  const shown = () => [...map.replica.drivers()].find(({ tripId }) => tripId === brief.tripId)?.fences ?? [];
  await stub.ingest({ epoch: EPOCH, fixes: [fixAt(1, 0, 10)] });
  await map.until(() => shown().length === 1);
  expect(shown()).toEqual([{ fenceId: fence.fenceId, dwelt: false }]);
  await stub.ingest({ epoch: EPOCH, fixes: [fixAt(2, 300, 0)] });
  await map.until(() => shown().length === 0);
});

test("a hundred fences cost a fix nothing: no row, no alarm, no call", async () => {
  const around = Array.from({ length: 100 }, (_, index) => circleAt(-500 - 10 * index));
  const { brief, stub } = await fencedTrip(around);
  const { ear } = await driverOf(brief);
  const say = (fix: ReturnType<typeof fixAt>) => ear.say({ type: "driver:locationUpdate", epoch: EPOCH, fixes: [fix] });
  const fixes = drive(1, 100);
  for (const fix of fixes.slice(0, 20)) say(fix);
  await ear.wait(is("ack"));
  const before = await vi.waitFor(async () => {
    const counters = await stub.counters();
    expect(counters.isReporting).toBe(false);
    return counters;
  });
  for (const fix of fixes.slice(20)) say(fix);
  await ear.wait((one): one is Extract<typeof one, { type: "ack" }> => one.type === "ack" && one.fixes === 100);
  const after = await stub.counters();
  expect((after.rowsWritten - before.rowsWritten) / 80).toBeLessThanOrEqual(0.05);
  expect(after.regionCalls - before.regionCalls).toBe(0);
  expect(after.alarmsSet - before.alarmsSet).toBeLessThanOrEqual(1);
});

test("of a crowded region a trip holds the nearest, and others when it comes to them", async () => {
  const brief = tripBrief({ everyM: 20_000 });
  const crowd = Array.from({ length: 400 }, (_, index) => circleAt(index * 100));
  await regionOf(brief, crowd);
  const { stub } = await openTrip(brief);
  const numbers = async () =>
    (await heldBy(stub))?.fences.map(({ fenceId }) => crowd.findIndex((one) => one.fenceId === fenceId)) ?? [];
  // Before anybody knows where the driver is: around the first stop.
  await vi.waitFor(async () => expect(await numbers()).toContain(200));
  expect((await numbers()).toSorted((a, b) => a - b).at(0)).toBeGreaterThan(145);
  await stub.ingest({ epoch: EPOCH, fixes: [fixAt(1, 0, 20)] });
  await vi.waitFor(async () => expect(await numbers()).toContain(0));
  expect(await numbers()).toHaveLength(100);
  await stub.ingest({ epoch: EPOCH, fixes: [fixAt(2, 5, 0)] });
  expect(await crossings(stub)).toEqual(["entered"]);
});
