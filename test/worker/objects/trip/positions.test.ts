import { evictDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import type { LocationUpdate } from "../../../../src/protocol/live/driver-up.ts";
import type { WireFix } from "../../../../src/protocol/live/fix.ts";
import { chunkSizes, drive, driverOf, is, openTrip } from "./trip-fixture.ts";

const EPOCH = "epoch-0001";

function update(fixes: WireFix[], epoch = EPOCH): LocationUpdate {
  return { type: "driver:locationUpdate", epoch, fixes };
}

test("twenty fixes become one row, and are acknowledged with it", async () => {
  const { brief, stub } = await openTrip();
  const { ear } = await driverOf(brief);
  const before = await stub.counters();
  const fixes = drive(1, 20);
  for (const fix of fixes) ear.say(update([fix]));
  const ack = await ear.wait(is("ack"));
  expect(ack).toEqual({ type: "ack", epoch: EPOCH, fixes: 20, actions: 0 });
  const after = await stub.counters();
  expect(after.rowsWritten - before.rowsWritten).toBe(1);
});

test("what was not acknowledged survives sleep, and goes with the next chunk", async () => {
  const { brief, stub } = await openTrip();
  const { ear } = await driverOf(brief);
  const fixes = drive(1, 20);
  ear.say(update(fixes.slice(0, 12)));
  ear.say({ type: "clock", t0: 1 });
  await ear.wait(is("clock"));
  await evictDurableObject(stub, { webSockets: "hibernate" });
  ear.say(update(fixes.slice(12)));
  expect((await ear.wait(is("ack"))).fixes).toBe(20);
  expect(await chunkSizes(stub)).toEqual([20]);
});

test("a fix that came before is stored once and acknowledged again", async () => {
  const { brief, stub } = await openTrip();
  const { ear } = await driverOf(brief);
  const fixes = drive(1, 20);
  ear.say(update(fixes));
  await ear.wait(is("ack"));
  ear.say(update(fixes.slice(5, 10)));
  const again = await ear.wait(is("ack"), ear.heard.length);
  expect(again.fixes).toBe(20);
  expect(await chunkSizes(stub)).toEqual([20]);
});

test("a gap is stored but not acknowledged until it is filled", async () => {
  const { brief } = await openTrip();
  const { ear } = await driverOf(brief);
  const fixes = drive(1, 12);
  ear.say(update([...fixes.slice(0, 5), ...fixes.slice(8)]));
  ear.say({ type: "flush" });
  expect((await ear.wait(is("ack"))).fixes).toBe(5);
  const heard = ear.heard.length;
  ear.say(update(fixes.slice(5, 8)));
  ear.say({ type: "flush" });
  expect((await ear.wait(is("ack"), heard)).fixes).toBe(12);
});

test("a device that lost its store begins at one again and loses nothing", async () => {
  const { brief, stub } = await openTrip();
  const { ear } = await driverOf(brief);
  ear.say(update(drive(1, 3)));
  ear.say({ type: "flush" });
  await ear.wait(is("ack"));
  const second = await driverOf(brief, "epoch-0002");
  expect(second.welcome).toMatchObject({ epoch: "epoch-0002", fixes: 0 });
  second.ear.say(update(drive(1, 4, 100), "epoch-0002"));
  second.ear.say({ type: "flush" });
  expect((await second.ear.wait(is("ack"))).fixes).toBe(4);
  // The run of the first stream was cut off when the second one came; the second is still in the tail.
  expect(await chunkSizes(stub)).toEqual([3]);
});

test("a socket that breaks leaves nothing unwritten", async () => {
  const { brief, stub } = await openTrip();
  const { ear } = await driverOf(brief);
  ear.say(update(drive(1, 7)));
  ear.hangUp();
  await ear.waitForClose();
  await evictDurableObject(stub, { webSockets: "close" });
  const again = await driverOf(brief);
  expect(again.welcome.fixes).toBe(7);
});

test("a stream that is numbered by time is a tracker's, and no device may say that it has one", async () => {
  const { brief, stub } = await openTrip();
  const { ear } = await driverOf(brief);
  const epoch = "timed-0001";
  ear.say({ type: "hello", version: 1, epoch, lastSeq: 0, clockOffsetMs: 0 });
  ear.say(update(drive(1, 1), epoch));
  ear.say({ type: "trip:statusUpdate", epoch, seq: 1, at: Date.now(), event: "pause" });
  ear.say({ type: "clock", t0: 1 });
  await ear.wait(is("clock"));
  expect(ear.heard.filter(is("error")).map(({ code }) => code)).toEqual(Array(3).fill("invalid-request"));
  expect(await stub.newestFixes(1)).toEqual([]);
  expect((await stub.picture())?.trip.status).toBe("active");
});
