import { env } from "cloudflare:workers";
import { evictDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { sosObject } from "../../../../src/platform/object-stubs.ts";
import { UserId } from "../../../../src/protocol/ids.ts";
import type { DriverDown } from "../../../../src/protocol/live/driver-down.ts";
import type { DriverUp } from "../../../../src/protocol/live/driver-up.ts";
import { type Ear, driverOf, is, madeUpId, openTrip, tripBrief } from "./trip-fixture.ts";

const EPOCH = "epoch-0001";
const DAY_MS = 24 * 60 * 60_000;

function stopAction(seq: number, stopId: string, event: string): unknown {
  return { type: "stop:statusUpdate", epoch: EPOCH, seq, at: Date.now(), stopId, event };
}

async function ackOf(ear: Ear<DriverDown>, actions: number): Promise<void> {
  await ear.wait((message): message is DriverDown => message.type === "ack" && message.actions === actions);
}

test("a stop that is done delivers its parcel, and the log says both", async () => {
  const { brief, stub } = await openTrip();
  const [stop] = brief.stops;
  const { ear } = await driverOf(brief);
  ear.say(stopAction(1, stop?.stopId ?? "", "finish"));
  await ackOf(ear, 1);
  const events = ear.heard.filter(is("event")).map(({ event }) => event);
  expect(events.map(({ seq }) => seq)).toEqual([1, 2]);
  expect(events[0]).toMatchObject({ actor: brief.driverId, body: { kind: "stop", status: "done", source: "manual" } });
  expect(events[1]).toMatchObject({ body: { kind: "shipment", status: "delivered" } });
  expect((await stub.picture())?.trip.stops[0]).toMatchObject({ status: "done", shipments: [{ status: "delivered" }] });
});

test("an action that comes again is acknowledged and not done again", async () => {
  const { brief, stub } = await openTrip();
  const { ear } = await driverOf(brief);
  const arrive = stopAction(1, brief.stops[0]?.stopId ?? "", "arrive");
  ear.say(arrive);
  await ackOf(ear, 1);
  const seq = (await stub.picture())?.seq;
  await evictDurableObject(stub, { webSockets: "hibernate" });
  ear.say(arrive);
  ear.say({ type: "clock", t0: 5 } satisfies DriverUp);
  await ear.wait(is("clock"));
  expect((await stub.picture())?.seq).toBe(seq);
  expect(ear.heard.filter(is("ack")).map(({ actions }) => actions)).toEqual([1, 1]);
});

test("an action that comes too early stays with its sender", async () => {
  const { brief, stub } = await openTrip();
  const { ear } = await driverOf(brief);
  ear.say(stopAction(2, brief.stops[0]?.stopId ?? "", "finish"));
  const error = await ear.wait(is("error"));
  expect(error).toMatchObject({ code: "conflict", ref: 2 });
  expect((await ear.wait(is("ack"))).actions).toBe(0);
  expect((await stub.picture())?.trip.stops[0]?.status).toBe("pending");
});

test("what the rules refuse is told, kept in the log, and not asked for again", async () => {
  const { brief } = await openTrip();
  const { ear } = await driverOf(brief);
  ear.say({ type: "trip:statusUpdate", epoch: EPOCH, seq: 1, at: Date.now(), event: "complete" } satisfies DriverUp);
  expect(await ear.wait(is("error"))).toMatchObject({ ref: 1 });
  await ackOf(ear, 1);
  const again = await driverOf(brief);
  expect(again.welcome.events.map(({ body }) => body)).toEqual([
    { kind: "refused", asked: "trip:statusUpdate", why: "stops-open" },
  ]);
});

test("a phone hands over what has to be proved by naming the proof, and is told where it did not", async () => {
  const plain = tripBrief({ stopCount: 1 });
  const proofRequired = ["photo" as const];
  const stops = plain.stops.map((stop) => ({
    ...stop,
    shipments: stop.shipments.map((one) => ({ ...one, proofRequired })),
  }));
  const { brief, stub } = await openTrip({ ...plain, stops });
  const { ear, welcome } = await driverOf(brief);
  const [stop] = welcome.trip.stops;
  const [parcel] = stop?.shipments ?? [];
  if (!stop || !parcel) throw new Error("no parcel");
  expect(parcel.proofRequired).toEqual(["photo"]);
  const { shipmentId } = parcel;
  const delivered = { type: "shipment:statusUpdate", epoch: EPOCH, at: Date.now(), shipmentId, status: "delivered" };
  ear.say(stopAction(1, stop.stopId, "finish"));
  expect(await ear.wait(is("error"))).toMatchObject({ code: "proof-incomplete", ref: 1 });
  ear.say({ ...delivered, seq: 2 });
  await ackOf(ear, 2);
  expect((await stub.picture())?.trip.stops).toMatchObject(stops);
  const proofId = madeUpId("prf");
  const finish = {
    type: "stop:statusUpdate",
    epoch: EPOCH,
    seq: 3,
    at: Date.now(),
    stopId: stop.stopId,
    event: "finish",
  };
  ear.say({ ...finish, proofs: [{ shipmentId, proofId }] });
  await ackOf(ear, 3);
  const told = ear.heard.filter(is("event")).map(({ event: { body } }) => body);
  expect(told).toContainEqual({ kind: "shipment", shipmentId, status: "delivered", reason: null, proofId });
});

test("whoever comes back is told what happened meanwhile", async () => {
  const { brief, stub } = await openTrip();
  const { ear } = await driverOf(brief);
  ear.say(stopAction(1, brief.stops[0]?.stopId ?? "", "arrive"));
  await ackOf(ear, 1);
  const lastSeq = (await stub.picture())?.seq ?? 0;
  ear.hangUp();
  await stub.command({ type: "plan", stops: brief.stops.toReversed() }, "usr_dispatcher");
  const { welcome } = await driverOf(brief, EPOCH, lastSeq);
  expect(welcome.events.map(({ body }) => body.kind)).toEqual(["plan"]);
  expect(welcome.actions).toBe(1);
  expect(welcome.trip.stops.map(({ stopId }) => stopId)).toEqual(brief.stops.map(({ stopId }) => stopId).toReversed());
});

test("a call for help is taken in any state, reaches the desk, and is followed closely until it is closed", async () => {
  const { brief, stub } = await openTrip({ ...tripBrief(), status: "paused" });
  const { ear } = await driverOf(brief);
  const sos: DriverUp = { type: "driver:sos", epoch: EPOCH, seq: 1, at: Date.now(), lat: null, lng: null, note: null };
  ear.say(sos);
  await ackOf(ear, 1);
  // No fix has to come for the phone to be asked for one each two seconds.
  expect((await ear.wait(is("cadence"))).cadence.intervalMs).toBe(2_000);
  expect((await stub.picture())?.trip.sos).toBe(true);
  const { call } = await ear.wait(is("sos:changed"));
  expect(call).toMatchObject({ state: "open", driverId: brief.driverId, tripId: brief.tripId });
  const desk = sosObject(env, brief.tenantId);
  const helper = { id: UserId.parse(madeUpId("usr")), name: "Noor" };
  await desk.acknowledge(call.id, helper);
  expect((await stub.picture())?.trip.sos).toBe(true);
  await desk.end(call.id, { by: helper.id, event: "close", note: "A flat tyre" });
  const answered = (known: DriverDown) => known.type === "sos:changed" && known.call.state === "closed";
  await ear.wait((known): known is DriverDown => answered(known));
  expect((await stub.picture())?.trip.sos).toBe(false);
  const told = ear.heard.flatMap((known) => (known.type === "event" ? [known.event.body.kind] : []));
  expect(told).toEqual(["sos", "sos-answered", "sos-closed"]);
});

test.each([
  ["a day slow", -DAY_MS],
  ["a day fast", DAY_MS],
])("what happened has its time by our clock, though the phone's is %s", async (_, aheadMs) => {
  const { brief, stub } = await openTrip(tripBrief({ stopCount: 0 }));
  const { ear } = await driverOf(brief);
  ear.say({ type: "hello", version: 1, epoch: EPOCH, lastSeq: 0, clockOffsetMs: -aheadMs } satisfies DriverUp);
  const before = Date.now();
  ear.say({ type: "trip:statusUpdate", epoch: EPOCH, seq: 1, at: before + aheadMs, event: "complete" });
  const { event } = await ear.wait(is("event"));
  expect(event.happenedAt).toBe(before);
  expect((await stub.picture())?.trip.finishedAt).toBe(before);
});

test("a trip whose phone's clock nobody knows does not end before it began, or tomorrow", async () => {
  for (const aheadMs of [-DAY_MS, DAY_MS]) {
    const { brief, stub } = await openTrip(tripBrief({ stopCount: 0 }));
    const at = Date.now() + aheadMs;
    await stub.act([{ type: "trip:statusUpdate", epoch: EPOCH, seq: 1, at, event: "complete" }], brief.driverId);
    const finishedAt = (await stub.picture())?.trip.finishedAt ?? 0;
    expect(finishedAt).toBeGreaterThanOrEqual(brief.startedAt ?? 0);
    expect(finishedAt).toBeLessThanOrEqual(Date.now());
  }
});
