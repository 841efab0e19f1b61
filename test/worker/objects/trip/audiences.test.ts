import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { expect, onTestFinished, test, vi } from "vitest";
import { LinkId } from "../../../../src/protocol/ids.ts";
import { CLOSE } from "../../../../src/protocol/live/close-codes.ts";
import type { LocationUpdate } from "../../../../src/protocol/live/driver-up.ts";
import { TrackDown } from "../../../../src/protocol/live/track-down.ts";
import { TripDown } from "../../../../src/protocol/live/trip-down.ts";
import {
  connect,
  drive,
  driverFacts,
  driverOf,
  is,
  linkFacts,
  madeUpId,
  openTrip,
  stubOf,
  tripBrief,
} from "./trip-fixture.ts";

const EPOCH = "epoch-0001";

function shipmentAt(brief: ReturnType<typeof tripBrief>, stop: number) {
  const shipment = brief.stops[stop]?.shipments[0];
  if (!shipment) throw new Error("no parcel there");
  return shipment.shipmentId;
}

function update(fixes: LocationUpdate["fixes"]): LocationUpdate {
  return { type: "driver:locationUpdate", epoch: EPOCH, fixes };
}

test("a customer sees the dot only when few stops are left before theirs, and never the exact place", async () => {
  const { brief, stub } = await openTrip(tripBrief({ stopCount: 6 }));
  const { ear } = await driverOf(brief);
  const far = await connect(stub, linkFacts(brief, shipmentAt(brief, 5)), TrackDown);
  const near = await connect(stub, linkFacts(brief, shipmentAt(brief, 1)), TrackDown);
  ear.say(update(drive(1, 1, 7)));
  const seen = await near.wait((one): one is TrackDown => one.view.point !== null);
  expect(seen.view).toMatchObject({
    state: "visible",
    stopsBefore: 1,
    driver: { firstName: "Ada", vehicleKind: "van" },
  });
  expect(Math.abs((seen.view.point?.lat ?? 0) - (52.5 + 7 / 111_195))).toBeGreaterThan(1e-5);
  expect(far.heard.at(-1)?.view).toMatchObject({ state: "hidden", point: null, driver: null, stopsBefore: 5 });
  // Their own door and nobody else's, and that only where the driver may be seen.
  expect(seen.view.destination).toEqual({ lat: brief.stops[1]?.lat, lng: brief.stops[1]?.lng });
  expect(far.heard.map(({ view }) => view.destination).filter((place) => place !== null)).toEqual([]);
  const others = brief.stops.filter((_, index) => index !== 1);
  for (const { stopId, lat } of others)
    for (const secret of [stopId, String(lat)]) expect(JSON.stringify(near.heard)).not.toContain(secret);
});

test("with the delivery the customer's socket ends, and nothing is shown any more", async () => {
  const { brief, stub } = await openTrip();
  const { ear } = await driverOf(brief);
  const customer = await connect(stub, linkFacts(brief, shipmentAt(brief, 0)), TrackDown);
  const stopId = brief.stops[0]?.stopId ?? "";
  ear.say({ type: "stop:statusUpdate", epoch: EPOCH, seq: 1, at: Date.now(), stopId, event: "finish" });
  expect(await customer.waitForClose()).toMatchObject({ code: CLOSE.ended });
  expect(customer.heard.at(-1)?.view).toMatchObject({ state: "ended", status: "delivered", point: null, driver: null });
  ear.say(update(drive(1, 1)));
  ear.say({ type: "flush" });
  await ear.wait((one): one is Extract<typeof one, { type: "ack" }> => one.type === "ack" && one.fixes === 1);
  expect(await stub.view(shipmentAt(brief, 0), LinkId.parse(madeUpId("lnk")))).toMatchObject({
    state: "ended",
    point: null,
  });
});

test("a customer reads when it ended and a reason of the list, and never what the driver typed", async () => {
  const { brief, stub } = await openTrip(tripBrief({ stopCount: 2 }));
  const [first, second] = brief.stops;
  if (!first || !second) throw new Error("no stops");
  Object.assign(first, { windowStartsAt: Date.now(), windowEndsAt: Date.now() + 3_600_000 });
  await stub.command({ type: "plan", stops: [first, second] }, "desk");
  const link = LinkId.parse(madeUpId("lnk"));
  const look = (stop: number) => stub.view(shipmentAt(brief, stop), link);
  expect(await look(0)).toMatchObject({ promised: { from: first.windowStartsAt, to: first.windowEndsAt }, end: null });
  expect(await look(1)).toMatchObject({ promised: null, end: null });
  const { ear } = await driverOf(brief);
  const at = Date.now() - 60_000;
  const fail = { type: "stop:statusUpdate", epoch: EPOCH, at, event: "fail" };
  ear.say({ ...fail, seq: 1, stopId: first.stopId, reason: "nobody-home" });
  ear.say({ ...fail, seq: 2, stopId: second.stopId, reason: "Mr Canary shouted" });
  await ear.wait((one): one is Extract<typeof one, { type: "ack" }> => one.type === "ack" && one.actions === 2);
  const over = { state: "ended", status: "failed", promised: null, destination: null, point: null, driver: null };
  expect(await look(0)).toEqual(expect.objectContaining({ ...over, end: { at, reason: "nobody-home" } }));
  expect(await look(1)).toEqual(expect.objectContaining({ ...over, end: { at, reason: null } }));
});

test("whoever comes later is shown what nobody was told yet, and so are all who watch", async () => {
  onTestFinished(() => void vi.useRealTimers());
  const now = Date.now();
  vi.useFakeTimers({ toFake: ["Date"], now });
  const { brief, stub } = await openTrip(tripBrief({ stopCount: 1 }));
  const { ear } = await driverOf(brief);
  const facts = () => linkFacts(brief, shipmentAt(brief, 0));
  const first = await connect(stub, facts(), TrackDown);
  ear.say(update(drive(1, 1, 7)));
  await first.wait((one): one is TrackDown => one.view.point !== null && !one.view.stale);
  const isStale = (one: TrackDown): one is TrackDown => one.view.stale && one.view.point !== null;
  // Time alone tells nobody anything: it is found out when somebody comes.
  vi.setSystemTime(now + 4 * 60_000);
  const second = await connect(stub, facts(), TrackDown);
  await second.wait(isStale);
  await first.wait(isStale);
  const told = first.heard.length;
  const third = await connect(stub, facts(), TrackDown);
  await third.wait(isStale);
  expect([first.heard.length, second.heard.length, third.heard.length]).toEqual([told, 1, 1]);
});

test("a trip that slept still knows when it arrives, before any new fix", async () => {
  const { brief, stub } = await openTrip(tripBrief({ stopCount: 3 }));
  await stub.ingest({ epoch: EPOCH, fixes: drive(1, 1, 7) });
  const link = LinkId.parse(madeUpId("lnk"));
  const before = await stub.view(shipmentAt(brief, 2), link);
  expect(before?.eta?.at).toBeGreaterThan(Date.now());
  const region = await stub.picture();
  await evictDurableObject(stub, { webSockets: "hibernate" });
  expect((await stub.view(shipmentAt(brief, 2), link))?.eta?.at).toBe(before?.eta?.at);
  expect((await stub.picture())?.eta).toEqual(region?.eta);
});

test("a link to a parcel of another trip is shown the door", async () => {
  const { brief, stub } = await openTrip();
  const foreign = await connect(stub, linkFacts(brief, shipmentAt(tripBrief(), 0)), TrackDown);
  expect(await foreign.waitForClose()).toMatchObject({ code: CLOSE.ended });
  await expect(connect(stub, linkFacts(tripBrief(), shipmentAt(brief, 0)), TrackDown)).rejects.toThrow("403");
});

test("a revoked link ends at once", async () => {
  const { brief, stub } = await openTrip();
  const facts = linkFacts(brief, shipmentAt(brief, 0));
  const customer = await connect(stub, facts, TrackDown);
  await customer.wait((one): one is TrackDown => one.type === "view");
  if (facts.kind === "link") await stub.closeLink(facts.linkId);
  expect(await customer.waitForClose()).toMatchObject({ code: CLOSE.accessEnded });
});

test("staff follows everything on the trip", async () => {
  const { brief, stub } = await openTrip();
  const facts = driverFacts(brief, { role: "dispatcher", personId: madeUpId("usr") });
  const staff = await connect(stub, facts, TripDown);
  const { ear } = await driverOf(brief);
  ear.say(update(drive(1, 1)));
  const moved = await staff.wait((one): one is TripDown & { type: "position" } => one.type === "position");
  expect(moved.point.lat).toBeCloseTo(52.5, 5);
  const stopId = brief.stops[0]?.stopId ?? "";
  ear.say({ type: "stop:statusUpdate", epoch: EPOCH, seq: 1, at: Date.now(), stopId, event: "arrive" });
  const told = await staff.wait((one): one is TripDown & { type: "event" } => one.type === "event");
  expect(told.event.body).toMatchObject({ kind: "stop", status: "arrived" });
});

test("the object arrives and leaves by itself, from the positions alone", async () => {
  const { brief, stub } = await openTrip(tripBrief({ stopCount: 2, everyM: 3_000 }));
  const { ear } = await driverOf(brief);
  const now = Date.now();
  const [first] = brief.stops;
  // Three minutes of driving up to the door, then half a minute at it.
  const way = drive(1, 295, 50, now - 60_000);
  const parked = Array.from({ length: 40 }, (_, index) => {
    const at = now - 59_000 + index * 1_000;
    return [296 + index, at, first?.lat ?? 0, first?.lng ?? 0, 5, 0, 0, 0] as (typeof way)[number];
  });
  const all = [...way, ...parked];
  for (let from = 0; from < all.length; from += 20) ear.say(update(all.slice(from, from + 20)));
  ear.say({ type: "flush" });
  await ear.wait((one): one is Extract<typeof one, { type: "ack" }> => one.type === "ack" && one.fixes === all.length);
  const picture = await stub.picture();
  expect(picture?.trip.stops[0]).toMatchObject({ status: "arrived", shipments: [{ status: "arrived" }] });
  const bodies = ear.heard.filter(is("event")).map(({ event }) => event.body);
  expect(bodies).toContainEqual(expect.objectContaining({ kind: "shipment", status: "arriving" }));
  expect(bodies).toContainEqual(expect.objectContaining({ kind: "stop", status: "arrived", source: "automatic" }));
});

test("sockets end when their ticket has run out", async () => {
  const { brief, stub } = await openTrip();
  const ear = await connect(stub, driverFacts(brief, { authUntil: Date.now() + 300 }), TripDown);
  await expect
    .poll(async () => runDurableObjectAlarm(stub).then(() => ear.closed), { timeout: 5_000 })
    .toMatchObject({
      code: CLOSE.authExpired,
    });
});

test("a customer's socket ends with the link, on a trip without any other", async () => {
  const { brief, stub } = await openTrip();
  const ear = await connect(
    stub,
    { ...linkFacts(brief, shipmentAt(brief, 0)), expiresAt: Date.now() + 300 },
    TrackDown,
  );
  await expect
    .poll(async () => runDurableObjectAlarm(stub).then(() => ear.closed), { timeout: 5_000 })
    .toMatchObject({ code: CLOSE.authExpired });
});

test("older names of events are understood, and whoever watches may ask for the picture again", async () => {
  const { brief } = await openTrip();
  const { ear } = await driverOf(brief);
  ear.say({ ...update(drive(1, 1)), type: "driver_location_update" });
  ear.say({ type: "flush" });
  await ear.wait((one): one is Extract<typeof one, { type: "ack" }> => one.type === "ack" && one.fixes === 1);
  for (const type of ["delivery_tracking_request", "tracking:request"]) {
    const watcher = await connect(stubOf(brief), linkFacts(brief, shipmentAt(brief, 0)), TrackDown);
    await watcher.wait((one): one is TrackDown => one.type === "view");
    watcher.say({ type });
    expect(await watcher.wait((one): one is TrackDown => one.type === "view", 1)).toMatchObject({ type: "view" });
  }
});

test("whoever asks for the picture more than once a second is shown it once a second", async () => {
  onTestFinished(() => void vi.useRealTimers());
  vi.useFakeTimers({ toFake: ["Date"] });
  const { brief, stub } = await openTrip();
  await connect(stub, linkFacts(brief, shipmentAt(brief, 0)), TrackDown);
  const before = await stub.counters();
  await runInDurableObject(stub, async (trip, ctx) => {
    const [socket] = ctx.getWebSockets();
    if (!socket) throw new Error("nobody watches");
    for (let turn = 0; turn < 10; turn++) {
      await trip.webSocketMessage(socket, '{"type":"tracking:request"}');
      vi.setSystemTime(Date.now() + 900);
    }
  });
  expect((await stub.counters()).frames - before.frames).toBe(5);
});
