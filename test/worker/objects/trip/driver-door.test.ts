import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { ok, type Result } from "../../../../src/domain/result.ts";
import { DriverDoor } from "../../../../src/objects/trip/driver-door.ts";
import { type AwakeTrip, openTrip as wake } from "../../../../src/objects/trip/open-trip.ts";
import type { LiveTicket } from "../../../../src/platform/live-ticket.ts";
import type { TripBrief } from "../../../../src/protocol/live/trip-brief.ts";
import { driverOf, is, openTrip, stubOf } from "./trip-fixture.ts";

type Trip = AwakeTrip["trip"];

const LATER = Date.now() + 3_600_000;

function ticketOf({ tenantId, tripId, driverId }: TripBrief): LiveTicket {
  return {
    personId: driverId,
    tenantId,
    sessionId: "ses_2",
    role: "driver",
    place: tripId,
    storeCode: null,
    native: false,
    authUntil: LATER,
    ticketId: crypto.randomUUID(),
    expiresAt: LATER,
  };
}

/** The trip as its object has it, with its sockets, in the test's own hands. */
async function within(brief: TripBrief, work: (trip: Trip) => Promise<void>): Promise<void> {
  await runInDurableObject(stubOf(brief), async (_, ctx) => {
    const awake = wake(ctx, env, async () => {});
    if (!awake) throw new Error("nobody opened it");
    await work(awake.trip);
  });
}

/** The driver's device hands in another ticket, and something happens while that is read. */
async function renew(trip: Trip, meanwhile: (door: DriverDoor, socket: WebSocket) => void): Promise<void> {
  const read = Promise.withResolvers<Result<LiveTicket, unknown>>();
  const door = new DriverDoor({
    trip,
    verifyTicket: () => read.promise,
    spendTicket: () => true,
    settle: () => {},
  });
  const [[socket, me] = []] = trip.scene.sockets.all("driver");
  if (!socket || !me) throw new Error("no device is here");
  const done = door.hear(socket, me, '{"type":"auth","ticket":"next"}', Date.now());
  meanwhile(door, socket);
  read.resolve(ok(ticketOf(trip.scene.brief)));
  await done;
}

test("a socket that closes while its next ticket is read does not come back", async () => {
  const { brief } = await openTrip();
  const { ear } = await driverOf(brief);
  await within(brief, async (trip) => {
    await renew(trip, (_, socket) => trip.scene.sockets.end(socket, 1000, "done"));
    expect(trip.scene.sockets.size).toBe(0);
  });
  await ear.waitForClose();
});

test("what a device says while its next ticket is read stays said", async () => {
  const { brief } = await openTrip();
  await driverOf(brief);
  await within(brief, async (trip) => {
    const { sockets } = trip.scene;
    await renew(trip, (door, socket) => {
      const me = sockets.get(socket);
      const hello = { type: "hello", version: 1, epoch: "epoch-0002", lastSeq: 0, clockOffsetMs: 700 };
      if (me?.kind === "driver") void door.hear(socket, me, JSON.stringify(hello), Date.now());
    });
    const [[, known] = []] = sockets.all("driver");
    expect(known).toMatchObject({ epoch: "epoch-0002", clock: { offsetMs: 700 }, authUntil: LATER });
  });
});

test("a socket that is closing keeps no other from hearing", async () => {
  const { brief } = await openTrip();
  await driverOf(brief);
  const { ear } = await driverOf(brief, "epoch-0002");
  await within(brief, async (trip) => {
    for (const [socket, { epoch }] of trip.scene.sockets.all("driver"))
      if (epoch === "epoch-0001") socket.close(1000, "done");
    trip.command({ type: "sos", lat: null, lng: null, note: null }, { actor: "desk", at: LATER }, Date.now());
  });
  expect((await ear.wait(is("event"))).event.body).toMatchObject({ kind: "sos" });
});
