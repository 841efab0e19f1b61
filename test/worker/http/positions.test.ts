import { evictDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { FIX_IS_MOCK } from "../../../src/protocol/live/fix.ts";
import { DEPOT, drive } from "../objects/trip/trip-fixture.ts";
import { codeOf } from "./call.ts";
import { as, goOffDuty, onDuty, withAllStreams } from "./duty.ts";

const EPOCH = "phone-0001";
const HOUR_MS = 3_600_000;
/** As long as anything here takes on a busy machine, and far less than any clock is off. */
const A_REQUEST_MS = 60_000;

test("a frame by request is stored when it is acknowledged, and once however often it comes", async () => {
  const { tokens, stub } = await onDuty();
  const frame = { epoch: EPOCH, fixes: drive(1, 5) };
  const ack = { type: "ack", epoch: EPOCH, fixes: 5, actions: 0 };
  expect(await (await as(tokens.driver, "POST", "/drivers/me/positions", frame)).json()).toEqual(ack);
  await evictDurableObject(stub);
  expect(await (await as(tokens.driver, "POST", "/drivers/me/positions", frame)).json()).toEqual(ack);
  expect((await stub.newestFixes(10)).map(({ seq }) => seq)).toEqual([5, 4, 3, 2, 1]);
});

test.each([
  ["hours behind", -2 * HOUR_MS],
  ["ten minutes ahead", HOUR_MS / 6],
])("a phone whose clock is %s says when it sent, and its times are corrected by that", async (_, aheadMs) => {
  const { tokens, brief, stub } = await onDuty();
  const phoneNow = (): number => Date.now() + aheadMs;
  const fixes = drive(1, 3, 0, phoneNow());
  const frame = { epoch: EPOCH, fixes, sentAt: phoneNow() };
  expect(await (await as(tokens.driver, "POST", "/drivers/me/positions", frame)).json()).toMatchObject({ fixes: 3 });
  const stored = await stub.newestFixes(3);
  expect(stored.map(({ verdict }) => verdict)).toEqual(["live", "live", "live"]);
  expect(Math.abs((stored[0]?.fixedAt ?? 0) - Date.now())).toBeLessThan(A_REQUEST_MS);
  const stopId = brief.stops[0]?.stopId;
  const arrive = {
    type: "stop:statusUpdate",
    epoch: EPOCH,
    seq: 1,
    at: phoneNow() - HOUR_MS / 12,
    stopId,
    event: "arrive",
  };
  const acted = await as(tokens.driver, "POST", "/drivers/me/actions", { actions: [arrive], sentAt: phoneNow() });
  expect(await acted.json()).toMatchObject({ actions: 1, refused: [] });
  const { events = [] } = (await stub.logAfter(0, 10)) ?? {};
  const happenedAt = events.find(({ body }) => body.kind === "stop" && body.status === "arrived")?.happenedAt ?? 0;
  expect(Math.abs(happenedAt + HOUR_MS / 12 - Date.now())).toBeLessThan(A_REQUEST_MS);
});

test("off duty nothing is taken, and only drivers have a stream", async () => {
  const duty = await onDuty();
  const frame = { epoch: EPOCH, fixes: drive(1, 1) };
  expect((await as(duty.tokens.admin, "POST", "/drivers/me/positions", frame)).status).toBe(403);
  await goOffDuty(duty);
  expect(await codeOf(await as(duty.tokens.driver, "POST", "/drivers/me/positions", frame))).toBe("off-duty");
  expect(await duty.stub.newestFixes(1)).toEqual([]);
});

test("a device may not number its stream as a tracker's", async () => {
  const { tokens } = await onDuty();
  const frame = { epoch: "timed-0123456789", fixes: drive(1, 1) };
  expect(await codeOf(await as(tokens.driver, "POST", "/drivers/me/positions", frame))).toBe("invalid-request");
});

test("actions are done in order; one that is forbidden counts, and one that is early waits", async () => {
  const { tokens, brief, stub } = await onDuty();
  const at = Date.now();
  const [first] = brief.stops;
  if (!first) throw new Error("a trip without stops");
  const stop = { type: "stop:statusUpdate", epoch: EPOCH, at, stopId: first.stopId };
  const actions = [
    { type: "trip:statusUpdate", epoch: EPOCH, at, seq: 1, event: "complete" },
    { ...stop, seq: 2, event: "arrive" },
    { ...stop, seq: 4, event: "finish" },
  ];
  const answer = await as(tokens.driver, "POST", "/drivers/me/actions", { actions });
  expect(await answer.json()).toMatchObject({ actions: 2, refused: [{ ref: 1, why: "stops-open" }] });
  expect((await stub.picture())?.trip.stops[0]?.status).toBe("arrived");
  const mixed = [
    { ...stop, seq: 3, event: "finish" },
    { ...stop, epoch: "phone-0002", seq: 1, event: "arrive" },
  ];
  expect(await codeOf(await as(tokens.driver, "POST", "/drivers/me/actions", { actions: mixed }))).toBe(
    "invalid-request",
  );
});

test("a driver's program says where it is without numbers: the same time is stored once, and moves the dot", async () => {
  const { tokens, driverId, brief, stub } = await onDuty();
  const timestamp = Date.now() - 1_000;
  const location = { ...DEPOT, accuracy: 4, speed: 8, heading: 90, timestamp };
  for (let repeat = 0; repeat < 2; repeat++) {
    const answer = await as(tokens.driver, "PUT", `/drivers/${driverId}/location`, location);
    expect(await answer.json()).toEqual({ tripId: brief.tripId, through: timestamp });
  }
  const [newest, ...others] = await stub.newestFixes(5);
  expect(newest).toMatchObject({ at: timestamp, verdict: "live", accuracyM: 4, speedMps: 8, flags: 0 });
  expect(others).toEqual([]);
  expect((await stub.picture())?.point).toMatchObject({ at: timestamp });
});

test("a batch is kept by its times, whatever order it comes in", async () => {
  const { tokens, driverId, stub } = await onDuty();
  const now = Date.now();
  const locations = [3, 1, 2].map((ago) => ({ ...DEPOT, lat: DEPOT.lat + ago / 1e4, timestamp: now - ago * 10_000 }));
  expect((await as(tokens.driver, "POST", `/drivers/${driverId}/locations`, { locations })).status).toBe(200);
  expect((await stub.newestFixes(5)).map(({ at }) => now - at)).toEqual([10_000, 20_000, 30_000]);
});

test("an administrator speaks for a driver, and it shows that no device measured it", async () => {
  const { tokens, driverId, stub } = await onDuty();
  expect((await as(tokens.admin, "PUT", `/drivers/${driverId}/location`, DEPOT)).status).toBe(200);
  expect((await stub.newestFixes(1))[0]?.flags).toBe(FIX_IS_MOCK);
});

test("nobody speaks for another driver, nor for another tenant's, nor for one at home", async () => {
  const duty = await onDuty();
  const path = `/drivers/${duty.driverId}/location`;
  expect((await as(duty.tokens.otherDriver, "PUT", path, DEPOT)).status).toBe(404);
  expect((await as((await onDuty()).tokens.admin, "PUT", path, DEPOT)).status).toBe(404);
  expect((await as(duty.tokens.store, "PUT", path, DEPOT)).status).toBe(403);
  await goOffDuty(duty);
  expect(await codeOf(await as(duty.tokens.driver, "PUT", path, DEPOT))).toBe("off-duty");
});

test("what was before the duty is nobody's business", async () => {
  const { tokens, driverId, brief, stub } = await onDuty();
  const timestamp = (brief.startedAt ?? 0) - 3_600_000;
  const answer = await as(tokens.driver, "PUT", `/drivers/${driverId}/location`, { ...DEPOT, timestamp });
  expect(await codeOf(answer)).toBe("off-duty");
  expect(await stub.newestFixes(1)).toEqual([]);
});

test("a seventeenth device of one trip hears that nothing of it is taken, and the others go on", async () => {
  const duty = await onDuty();
  const { tokens, driverId, stub } = duty;
  await withAllStreams(duty);
  const taken = await stub.newestFixes(50);
  const frame = (epoch: string) => ({ epoch, fixes: drive(2, 1) });
  const refused = [
    await as(tokens.driver, "POST", "/drivers/me/positions", frame("phone-0017")),
    await as(tokens.driver, "PUT", `/drivers/${driverId}/location`, DEPOT),
    await as(tokens.admin, "POST", `/drivers/${driverId}/locations`, { locations: [DEPOT] }),
  ];
  expect(await Promise.all(refused.map(codeOf))).toEqual(["conflict", "conflict", "conflict"]);
  expect(await stub.newestFixes(50)).toEqual(taken);
  const known = await as(tokens.driver, "POST", "/drivers/me/positions", frame(EPOCH));
  expect(await known.json()).toMatchObject({ fixes: 2 });
});
