import { describe, expect, test } from "vitest";
import type { ActionDraft } from "../../../../src/domain/live-client/outbox.ts";
import { ActionsAnswer, sendActions, sendPositions } from "../../../../src/protocol/api/positions.ts";
import { CLOSE } from "../../../../src/protocol/live/close-codes.ts";
import type { Cadence } from "../../../../src/protocol/live/driver-down.ts";
import { DriverUp } from "../../../../src/protocol/live/driver-up.ts";
import { reply } from "./fake-api.ts";
import { type FakeClock, settled } from "./fake-clock.ts";
import { EPOCH, EACH_SECOND, fix, started } from "./started-driver.ts";
import { TRIP } from "./trip-fixture.ts";

const POSITIONS = "/api/v1/drivers/me/positions";
const ACTIONS = "/api/v1/drivers/me/actions";

function sos(clock: FakeClock): ActionDraft {
  return { type: "driver:sos", at: clock.now(), lat: null, lng: null, note: null };
}

describe("a socket", () => {
  test("is opened with a ticket, greets, and tells the clock's offset once it is known", async () => {
    const { sockets, open, now } = await started();
    expect(sockets.last).toMatchObject({
      url: "wss://doorstep.example/ws/driver",
      protocols: ["doorstep.v1", "ticket.t1"],
    });
    const frames = await open();
    expect(frames.filter(({ type }) => type === "clock")).toHaveLength(3);
    const offsets = frames.flatMap((frame) => (frame.type === "hello" ? [frame.clockOffsetMs] : []));
    expect(offsets).toEqual([null, 7_000]);
    expect(now()?.way).toBe("socket");
  });

  test("tells of a clock that is minutes off before the first position goes out", async () => {
    const { clock, client, sockets } = await started();
    await client.record(fix(clock.now()));
    sockets.last.ears.opened();
    await settled();
    sockets.last.sent.splice(0);
    const known = { version: 1, now: clock.now() + 90_000, epoch: EPOCH, fixes: 0, actions: 0 };
    sockets.last.hear({ type: "hello", ...known, trip: TRIP, events: [], cadence: EACH_SECOND });
    await settled();
    const frames = sockets.last.sent.map((text) => DriverUp.parse(JSON.parse(text)));
    const kinds = frames.map(({ type }) => type).filter((type) => type !== "clock");
    expect(kinds).toEqual(["hello", "driver:locationUpdate"]);
    expect(frames.find(({ type }) => type === "hello")).toMatchObject({ clockOffsetMs: 90_000 });
  });

  test("measures as the server asks, and stops when it asks for nothing", async () => {
    const { clock, location, open, sockets, now } = await started();
    expect(location.isWatched).toBe(false);
    await open({ intervalMs: 5_000, minDistanceM: 0, batch: 1 });
    for (let second = 0; second <= 10; second++) location.measure(fix(clock.now() + second * 1_000));
    await settled();
    expect(now()?.pending.fixes).toBe(3);
    sockets.last.hear({
      type: "hello",
      version: 1,
      now: 0,
      epoch: EPOCH,
      fixes: 0,
      actions: 0,
      trip: TRIP,
      events: [],
      cadence: null,
    });
    expect(location.isWatched).toBe(false);
  });

  test("sends another ticket before the first runs out", async () => {
    const { clock, sockets, open, talk, api } = await started();
    await open();
    for (let second = 0; second < 510; second += 10) {
      await clock.advance(10_000);
      sockets.last.ears.heard("pong");
    }
    expect(await talk(sockets.last)).toContainEqual({ type: "auth", ticket: "t2" });
    expect(api.count("/api/v1/live/tickets")).toBe(2);
  });

  test("what it is told about another trip begins with that trip's first event", async () => {
    const { sockets, open, talk } = await started();
    await open();
    sockets.last.hear({
      type: "hello",
      version: 1,
      now: 0,
      epoch: EPOCH,
      fixes: 0,
      actions: 0,
      trip: { ...TRIP, tripId: TRIP.tripId.replace(/.$/, "9") },
      events: [],
      cadence: null,
    });
    const frames = await talk(sockets.last);
    expect(frames).toContainEqual(expect.objectContaining({ type: "hello", lastSeq: 0 }));
  });
});

test("after a tunnel actions go first, then the backlog in frames of 200, each acknowledged at once", async () => {
  const { client, open, outbox, server, clock, now } = await started();
  for (let second = 0; second < 450; second++) await client.record(fix(clock.now() + second * 1_000));
  await client.act({ type: "driver:sos", at: clock.now(), lat: null, lng: null, note: null });
  const frames = await open();
  const told = frames.filter(({ type }) => type !== "clock" && type !== "hello");
  const sizes = told.map((frame) => (frame.type === "driver:locationUpdate" ? frame.fixes.length : frame.type));
  expect(sizes).toEqual(["driver:sos", 200, "flush", 200, "flush", 50]);
  expect(server.stored).toHaveLength(451);
  expect(await outbox.fixesAfter(0, 10)).toEqual([]);
  expect(now()?.pending).toEqual({ fixes: 0, actions: 0 });
});

describe("without a socket", () => {
  test("positions go by request after twenty seconds, and back to the socket as soon as there is one", async () => {
    const { clock, sockets, api, client, server, open, talk, now } = await started();
    api.answers.set(POSITIONS, ({ body }) => {
      const { sentAt, ...frame } = sendPositions.body.parse(body);
      expect(sentAt).toBe(clock.now());
      server.take({ type: "driver:locationUpdate", ...frame }, clock.now());
      server.take({ type: "flush" }, clock.now());
      return reply(200, server.ack(EPOCH));
    });
    await client.record(fix(clock.now()));
    sockets.last.ears.closed(1006);
    await clock.advance(19_999);
    expect(now()?.way).toBe("none");
    await clock.advance(1);
    expect(now()).toMatchObject({ way: "requests", pending: { fixes: 0 } });
    await open();
    await client.record(fix(clock.now()));
    await talk(sockets.last);
    expect(now()?.way).toBe("socket");
    expect(api.count(POSITIONS)).toBe(1);
    expect(server.stored).toHaveLength(1);
  });

  test("actions go by request too, and a refused one is told and not sent again", async () => {
    const { clock, sockets, api, client, server, now, refusals } = await started();
    api.answers.set(ACTIONS, ({ body }) => {
      const { actions } = sendActions.body.parse(body);
      for (const action of actions) server.take(action, clock.now());
      const refused = actions.filter(({ seq }) => seq === 2).map(({ seq }) => ({ ref: seq, why: "the stop is done" }));
      return reply(200, ActionsAnswer.parse({ ...server.ack(EPOCH), refused }));
    });
    sockets.last.ears.closed(1006);
    await clock.advance(20_000);
    await Promise.all([client.act(sos(clock)), client.act(sos(clock))]);
    await clock.advance(30_000);
    expect(now()).toMatchObject({ way: "requests", pending: { actions: 0 } });
    expect(refusals).toEqual([{ type: "error", code: "conflict", ref: 2, message: "the stop is done" }]);
  });

  test("a request that fails is made again after a pause, with the same numbers", async () => {
    const { clock, sockets, api, client, now } = await started();
    await client.record(fix(clock.now()));
    sockets.last.ears.closed(1006);
    await clock.advance(30_000);
    const asked = api.asked.filter(({ path }) => path === POSITIONS).map(({ body }) => sendPositions.body.parse(body));
    expect(asked.length).toBeGreaterThan(2);
    expect(asked.length).toBeLessThan(10);
    expect(new Set(asked.map(({ epoch, fixes }) => JSON.stringify({ epoch, fixes }))).size).toBe(1);
    // Each by the clock as it is then: it may have been turned.
    expect(new Set(asked.map(({ sentAt }) => sentAt)).size).toBe(asked.length);
    expect(now()?.pending.fixes).toBe(1);
  });

  test("whoever was signed out keeps what they recorded, and sends nothing more", async () => {
    const { clock, sockets, api, client, open, outbox, location, now } = await started();
    await open();
    sockets.last.ears.closed(CLOSE.accessEnded);
    await client.record(fix(clock.now()));
    await clock.advance(120_000);
    expect(now()).toMatchObject({ way: "ended", code: CLOSE.accessEnded, pending: { fixes: 1 } });
    expect(api.count(POSITIONS)).toBe(0);
    expect(location.isWatched).toBe(false);
    expect(await outbox.fixesAfter(0, 10)).toHaveLength(1);
  });
});

test("a ticket that is refused ends the requests too", async () => {
  const { clock, sockets, api, client, now } = await started();
  await client.record(fix(clock.now()));
  sockets.last.ears.closed(1006);
  await clock.advance(25_000);
  expect(now()?.way).toBe("requests");
  api.answers.set("/api/v1/live/tickets", () => reply(403));
  await clock.advance(120_000);
  expect(now()?.way).toBe("ended");
  const asked = api.count(POSITIONS);
  await clock.advance(600_000);
  expect(api.count(POSITIONS)).toBe(asked);
});

test("a page that is hidden sends what it gathered and asks to store it, and then gathers again", async () => {
  const { clock, sockets, client, open, talk, hide, now } = await started();
  const gathering: Cadence = { intervalMs: 5_000, minDistanceM: 0, batch: 10 };
  await open(gathering);
  await client.record(fix(clock.now()));
  expect(await talk(sockets.last, gathering)).toEqual([]);
  hide(true);
  const frames = await talk(sockets.last, gathering);
  expect(frames.map(({ type }) => type)).toEqual(["driver:locationUpdate", "flush"]);
  expect(now()?.pending.fixes).toBe(0);
  await clock.advance(5_000);
  await client.record(fix(clock.now()));
  expect(await talk(sockets.last, gathering)).toEqual([]);
});
