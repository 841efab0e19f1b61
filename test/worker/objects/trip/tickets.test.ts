import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { CLOSE } from "../../../../src/protocol/live/close-codes.ts";
import { DriverDown } from "../../../../src/protocol/live/driver-down.ts";
import { TrackDown } from "../../../../src/protocol/live/track-down.ts";
import {
  connect,
  driverFacts,
  driverOf,
  is,
  linkFacts,
  madeUpId,
  openTrip,
  stubOf,
  tripBrief,
} from "./trip-fixture.ts";

/** As if every socket had been opened that long ago, by a device that never pinged. */
async function sayNothingForTwoMinutes(stub: ReturnType<typeof stubOf>): Promise<void> {
  await runInDurableObject(stub, (_, ctx) => {
    for (const socket of ctx.getWebSockets())
      socket.serializeAttachment({ ...socket.deserializeAttachment(), openedAt: Date.now() - 2 * 60_000 });
  });
  await evictDurableObject(stub, { webSockets: "hibernate" });
}

test("a ticket opens one socket", async () => {
  const { brief, stub } = await openTrip();
  const facts = driverFacts(brief);
  await connect(stub, facts, DriverDown);
  const second = await connect(stub, facts, DriverDown);
  expect(await second.waitForClose()).toMatchObject({ code: CLOSE.authExpired });
});

test("nobody else's ticket opens a trip", async () => {
  const { brief, stub } = await openTrip();
  for (const over of [
    { personId: madeUpId("drv") },
    { tenantId: madeUpId("tnt") },
    { place: madeUpId("trip") },
    { role: "store", personId: madeUpId("usr") },
  ])
    await expect(connect(stub, driverFacts(brief, over), DriverDown)).rejects.toThrow("403");
  const nowhere = await connect(stubOf(tripBrief()), driverFacts(brief), DriverDown);
  expect(await nowhere.waitForClose()).toMatchObject({ code: CLOSE.ended });
});

test("an ended session loses its sockets, and the ticket that was on its way", async () => {
  const { brief, stub } = await openTrip();
  const { ear } = await driverOf(brief);
  const other = await connect(stub, driverFacts(brief, { sessionId: "ses_other" }), DriverDown);
  await stub.closeSockets({ personId: brief.driverId, sessionId: "ses_1" });
  expect(await ear.waitForClose()).toMatchObject({ code: CLOSE.accessEnded });
  const late = await connect(stub, driverFacts(brief), DriverDown);
  expect(await late.waitForClose()).toMatchObject({ code: CLOSE.authExpired });
  expect(other.closed).toBeNull();
});

test("a fifth device of a driver is one too many", async () => {
  const { brief, stub } = await openTrip();
  for (let device = 1; device <= 4; device++) await driverOf(brief, `epoch-000${device}`);
  const fifth = await connect(stub, driverFacts(brief), DriverDown);
  expect(await fifth.waitForClose()).toMatchObject({ code: CLOSE.tooMany });
});

test("sockets that died without a word keep no device out", async () => {
  const { brief, stub } = await openTrip();
  for (let device = 1; device <= 4; device++) await driverOf(brief, `epoch-000${device}`);
  await sayNothingForTwoMinutes(stub);
  const { welcome } = await driverOf(brief, "epoch-0005");
  expect(welcome.epoch).toBe("epoch-0005");
});

test("a link opens twenty times at once, and those that died without a word do not count", async () => {
  const { brief, stub } = await openTrip();
  const shipmentId = brief.stops[0]?.shipments[0]?.shipmentId;
  if (!shipmentId) throw new Error("nobody waits");
  const facts = linkFacts(brief, shipmentId);
  const pages = await Promise.all(Array.from({ length: 20 }, () => connect(stub, facts, TrackDown)));
  const neighbour = await connect(stub, linkFacts(brief, shipmentId), TrackDown);
  const crowded = await connect(stub, facts, TrackDown);
  expect(await crowded.waitForClose()).toMatchObject({ code: CLOSE.tooMany });
  await sayNothingForTwoMinutes(stub);
  const again = await connect(stub, facts, TrackDown);
  await again.wait(is("view"));
  for (const page of pages) expect(await page.waitForClose()).toMatchObject({ code: CLOSE.silent });
  expect(neighbour.closed).toBeNull();
});

test("malformed messages are counted, and the tenth ends the socket", async () => {
  const { brief } = await openTrip();
  const { ear } = await driverOf(brief);
  ear.say("{");
  await ear.wait(is("error"));
  for (const junk of ["[]", '"x"', "null", '{"type":"nothing"}', '{"type":"flush","more":1}', "1", "", "{}"])
    ear.say(junk);
  expect(ear.closed).toBeNull();
  ear.say("x".repeat(70_000));
  expect(await ear.waitForClose()).toMatchObject({ code: CLOSE.badMessage });
});
