import { expect, test } from "vitest";
import { CLOSE } from "../../../../src/protocol/live/close-codes.ts";
import type { CustomerView } from "../../../../src/protocol/live/track-down.ts";
import { createTrackClient } from "../../../../src/web/shared/live/track-client.ts";
import { FakeApi, reply } from "./fake-api.ts";
import { FakeClock, settled } from "./fake-clock.ts";
import { FakeSockets } from "./fake-sockets.ts";

const TOKEN = "AAAAAAAAAAAAAAAAAAAAAA";
const PATH = `/api/v1/track/${TOKEN}`;
const VIEW: CustomerView = {
  state: "hidden",
  status: "out_for_delivery",
  stopsBefore: 4,
  eta: null,
  promised: null,
  end: null,
  driver: null,
  destination: null,
  point: null,
  stale: false,
};

async function started() {
  const clock = new FakeClock();
  const sockets = new FakeSockets();
  const api = new FakeApi();
  const states: string[] = [];
  const views: (number | null)[] = [];
  const troubles: unknown[] = [];
  const client = createTrackClient(
    {
      baseUrl: "http://localhost:8787",
      token: TOKEN,
      http: api.http,
      clockwork: clock.parts(),
      openSocket: sockets.open,
    },
    {
      onState: (state) => states.push(state),
      onView: ({ view }) => views.push(view.stopsBefore),
      onTrouble: (cause) => troubles.push(cause),
    },
  );
  client.start();
  await settled();
  return { clock, sockets, api, states, views, client };
}

test("a customer follows over the socket, and asks for nothing meanwhile", async () => {
  const { clock, sockets, api, states, views } = await started();
  expect(sockets.last).toMatchObject({ url: `ws://localhost:8787/ws/track/${TOKEN}`, protocols: ["doorstep.v1"] });
  sockets.last.ears.opened();
  sockets.last.hear({ type: "view", version: 1, now: 0, view: VIEW });
  await clock.advance(60_000);
  expect({ states, views, asked: api.asked }).toEqual({ states: ["connecting", "online"], views: [4], asked: [] });
});

test("without a socket the view is asked for four times a minute, and only told when it changed", async () => {
  const { clock, sockets, api, states, views } = await started();
  api.answers.set(PATH, ({ etag }) => (etag === '"4"' ? reply(304) : reply(200, VIEW, '"4"')));
  sockets.last.ears.closed(1006);
  await clock.advance(5_000);
  expect(views).toEqual([4]);
  await clock.advance(60_000);
  expect(api.count(PATH)).toBe(5);
  expect(views).toEqual([4]);
  const dials = sockets.dialled.length;
  while (sockets.dialled.length === dials) await clock.advance(100);
  const asked = api.count(PATH);
  sockets.last.ears.opened();
  await clock.advance(60_000);
  expect(api.count(PATH)).toBe(asked);
  expect(states).toEqual(["connecting", "degraded", "online"]);
});

test("without any answer it says so, and goes on trying", async () => {
  const { clock, sockets, states } = await started();
  sockets.last.ears.closed(1006);
  await clock.advance(600_000);
  expect(states).toEqual(["connecting", "offline"]);
  expect(sockets.dialled.length).toBeGreaterThan(20);
});

test("a link that is no more ends it: nothing is asked and nothing is dialled again", async () => {
  const { clock, sockets, api, states } = await started();
  api.answers.set(PATH, () => reply(404));
  sockets.last.ears.closed(1006);
  await clock.advance(60_000);
  const dials = sockets.dialled.length;
  await clock.advance(600_000);
  expect(states).toEqual(["connecting", "ended"]);
  expect(api.count(PATH)).toBe(1);
  expect(sockets.dialled).toHaveLength(dials);
});

test("a delivered parcel ends it, a client that is too old asks on", async () => {
  const delivered = await started();
  delivered.sockets.last.ears.opened();
  delivered.sockets.last.ears.closed(CLOSE.ended);
  await delivered.clock.advance(60_000);
  expect(delivered.states).toEqual(["connecting", "online", "ended"]);
  expect(delivered.api.asked).toEqual([]);

  const old = await started();
  old.api.answers.set(PATH, () => reply(200, VIEW));
  old.sockets.last.ears.closed(CLOSE.badMessage);
  await old.clock.advance(60_000);
  expect(old.states).toEqual(["connecting", "degraded"]);
});
