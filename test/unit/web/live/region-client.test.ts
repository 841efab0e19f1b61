import { describe, expect, test } from "vitest";
import { positionFrame } from "../../../../src/domain/region/position-frame.ts";
import { shownDriver } from "../../../../src/domain/region/shown-driver.ts";
import { RegionId } from "../../../../src/protocol/ids.ts";
import { PROTOCOL_VERSION } from "../../../../src/protocol/version.ts";
import { createRegionClient } from "../../../../src/web/shared/live/region-client.ts";
import { NOW, reportOf, tripId } from "../../domain/region/reports.ts";
import { FakeApi, reply } from "./fake-api.ts";
import { FakeClock, settled } from "./fake-clock.ts";
import { FakeSockets } from "./fake-sockets.ts";

const REGION = RegionId.parse(tripId(9).replace("trip_", "reg_"));
const PATH = `/api/v1/regions/${REGION}/snapshot`;
const EPOCH = "epoch-0001";

function driver(n: number, reportSeq = 1) {
  return shownDriver(reportOf(n, reportSeq), n, "on_trip");
}

function snapshot(rev: number, ...numbers: number[]) {
  return { type: "snapshot", epoch: EPOCH, rev, part: 0, parts: 1, drivers: numbers.map((n) => driver(n)) };
}

async function started() {
  const clock = new FakeClock(NOW);
  const sockets = new FakeSockets();
  const api = new FakeApi();
  api.giveTickets(`/ws/region/${REGION}`);
  const states: string[] = [];
  const troubles: unknown[] = [];
  const counts = { changes: 0 };
  const client = createRegionClient(
    {
      baseUrl: "https://doorstep.example",
      regionId: REGION,
      http: api.http,
      renew: () => Promise.resolve(),
      clockwork: clock.parts(),
      openSocket: sockets.open,
    },
    {
      onState: (state) => states.push(state),
      onChange: () => counts.changes++,
      onTrouble: (cause) => troubles.push(cause),
    },
  );
  client.start();
  await settled();
  return { clock, sockets, api, states, counts, client };
}

async function opened() {
  const all = await started();
  all.sockets.last.ears.opened();
  all.sockets.last.hear(snapshot(5, 1, 2));
  return all;
}

test("it greets with what it holds, and follows snapshot, deltas and positions", async () => {
  const { sockets, client, counts, clock } = await opened();
  expect(sockets.last.url).toBe(`wss://doorstep.example/ws/region/${REGION}`);
  expect(sockets.last.said()).toEqual([{ type: "hello", version: PROTOCOL_VERSION, since: null }]);
  const change = { type: "connection:status", tripId: tripId(1), presence: "stale", lastSeenAt: NOW };
  sockets.last.hear({ type: "deltas", epoch: EPOCH, prev: 5, rev: 6, changes: [change] });
  const moved = positionFrame({ kind: "moved", rev: 6, drivers: [driver(2, 7)] }, { lat: 52.5, lng: 13.4 }, NOW);
  sockets.last.ears.heard(moved);
  expect(client.replica.driver(tripId(1))?.presence).toBe("stale");
  expect(client.replica.driver(tripId(2))?.seq).toBe(7);
  expect(counts.changes).toBe(3);

  sockets.last.ears.closed(1006);
  await clock.advance(500);
  sockets.last.ears.opened();
  expect(sockets.last.said()).toContainEqual({
    type: "hello",
    version: PROTOCOL_VERSION,
    since: { epoch: EPOCH, rev: 6 },
  });
});

test("after a gap it asks for everything once, however much more does not fit", async () => {
  const { sockets } = await opened();
  sockets.last.hear({ type: "deltas", epoch: EPOCH, prev: 8, rev: 9, changes: [] });
  sockets.last.hear({ type: "deltas", epoch: EPOCH, prev: 9, rev: 10, changes: [] });
  expect(resyncs(sockets)).toBe(1);
  sockets.last.hear(snapshot(10, 1));
  sockets.last.hear({ type: "deltas", epoch: EPOCH, prev: 11, rev: 12, changes: [] });
  expect(resyncs(sockets)).toBe(2);
});

test("places have the server's time, whatever the desk's clock says", async () => {
  const { sockets, client, clock } = await started();
  sockets.last.ears.opened();
  const serverNow = NOW + 300_000;
  sockets.last.hear({ type: "hello", version: PROTOCOL_VERSION, now: serverNow, authUntil: serverNow + 900_000 });
  sockets.last.hear(snapshot(5, 2));
  await clock.advance(1_000);
  const place = { ...driver(2, 7), point: { lat: 52.5, lng: 13.4, speedMps: 8, headingDeg: 90, at: NOW } };
  const moved = positionFrame({ kind: "moved", rev: 5, drivers: [place] }, { lat: 52.5, lng: 13.4 }, NOW + 2_000);
  sockets.last.ears.heard(moved);
  expect(client.serverNow()).toBe(serverNow + 1_000);
  expect(client.replica.driver(tripId(2))?.point?.at).toBe(serverNow + 1_000 - 2_000);
});

function resyncs({ last }: FakeSockets): number {
  return last.said().filter((frame) => JSON.stringify(frame) === '{"type":"resync"}').length;
}

describe("what was read is acknowledged", () => {
  test("two seconds after the first frame", async () => {
    const { sockets, clock } = await opened();
    await clock.advance(1_999);
    expect(acks(sockets)).toEqual([]);
    await clock.advance(1);
    await clock.advance(60_000);
    expect(acks(sockets)).toEqual([{ type: "ack", frames: 1 }]);
  });

  test("the greeting and a renewed ticket too, because the server counts them", async () => {
    const { sockets, clock } = await started();
    sockets.last.ears.opened();
    sockets.last.hear({ type: "hello", version: PROTOCOL_VERSION, now: NOW, authUntil: NOW + 900_000 });
    sockets.last.hear(snapshot(5, 1));
    sockets.last.hear({ type: "auth", authUntil: NOW + 1_800_000 });
    await clock.advance(2_000);
    expect(acks(sockets)).toEqual([{ type: "ack", frames: 3 }]);
  });

  test("at fifty frames at once", async () => {
    const { sockets } = await opened();
    for (let rev = 6; rev < 106; rev++)
      sockets.last.hear({ type: "deltas", epoch: EPOCH, prev: rev - 1, rev, changes: [] });
    expect(acks(sockets)).toEqual([
      { type: "ack", frames: 50 },
      { type: "ack", frames: 50 },
    ]);
  });
});

function acks({ last }: FakeSockets): unknown[] {
  return last.said().filter((frame) => JSON.stringify(frame).startsWith('{"type":"ack"'));
}

test("the part of the map that is looked at is told again to each new socket", async () => {
  const { sockets, client, clock } = await opened();
  const box = { south: 52, west: 13, north: 53, east: 14 };
  client.look(box);
  sockets.last.ears.closed(1006);
  await clock.advance(500);
  sockets.last.ears.opened();
  expect(sockets.last.said()).toContainEqual({ type: "viewport", box });
});

test("without a socket the region is asked for twice a minute, and the next greeting builds on it", async () => {
  const { clock, sockets, api, states, client } = await started();
  api.answers.set(PATH, () => reply(200, { now: NOW, ...snapshot(40, 3) }));
  sockets.last.ears.closed(1006);
  await clock.advance(5_000 + 60_000);
  expect(api.count(PATH)).toBe(3);
  expect([...client.replica.drivers()].map(({ index }) => index)).toEqual([3]);
  const dials = sockets.dialled.length;
  while (sockets.dialled.length === dials) await clock.advance(100);
  sockets.last.ears.opened();
  expect(sockets.last.said()[0]).toMatchObject({ type: "hello", since: { epoch: EPOCH, rev: 40 } });
  expect(states).toEqual(["connecting", "degraded", "online"]);
});
