import { expect, test } from "vitest";
import type { ActionDraft } from "../../../../src/domain/live-client/outbox.ts";
import { openCall } from "../../../../src/domain/sos-call.ts";
import { typeIdFromBytes } from "../../../../src/domain/typeid.ts";
import { DriverId, RegionId } from "../../../../src/protocol/ids.ts";
import { type Sos, SosPress } from "../../../../src/protocol/sos.ts";
import { HelpLine } from "../../../../src/web/shared/live/help-line.ts";
import { FakeApi, reply } from "./fake-api.ts";
import { FakeClock, settled } from "./fake-clock.ts";

const PATH = "/api/v1/sos";
const PLACE = { lat: 52.5, lng: 13.4, at: 1_800_000_000_000 };
const caller = {
  driverId: DriverId.parse(typeIdFromBytes("drv", new Uint8Array(16))),
  driverFirstName: "Ada",
  regionId: RegionId.parse(typeIdFromBytes("reg", new Uint8Array(16))),
  tripId: null,
};

function callOf(body: object): Sos {
  return { ...openCall(SosPress.parse({ lat: null, lng: null, note: null, ...body }), caller), rev: 1 };
}

function newPhone(store = new Map<string, string>()) {
  const clock = new FakeClock();
  const api = new FakeApi();
  const calls: Sos[] = [];
  const acted: ActionDraft[] = [];
  const line = new HelpLine({
    ...clock.parts(),
    http: api.http,
    kept: {
      getItem: (key) => store.get(key) ?? null,
      setItem: (key, text) => void store.set(key, text),
      removeItem: (key) => void store.delete(key),
    },
    randomBytes: (count) => new Uint8Array(count).fill(7),
    act: (action) => Promise.resolve(acted.push(action)),
    where: () => Promise.resolve(PLACE),
    onCall: (call) => calls.push(call),
    onTrouble: (cause) => {
      throw cause;
    },
  });
  return { clock, api, calls, acted, line, store };
}

test("without a network the call is kept, goes on after a reload, and is one call on both ways", async () => {
  const first = newPhone();
  first.line.press(PLACE, "Help");
  await first.clock.advance(5 * 60_000);
  first.line.stop();
  expect(first.calls).toEqual([]);
  const tries = first.api.asked.length;
  expect(tries).toBeGreaterThan(5);
  const ids = new Set(first.api.asked.map(({ body }) => SosPress.partial().parse(body).id));
  expect([...ids, ...first.acted.map((action) => "sosId" in action && action.sosId)]).toEqual([...ids, ...ids]);

  const second = newPhone(first.store);
  second.api.answers.set(PATH, ({ body }) => reply(201, callOf(Object(body))));
  second.line.start();
  await settled();
  expect(second.calls.map(({ id }) => id)).toEqual([...ids]);
  expect(second.store.size).toBe(0);
});

test("outside of a trip the place is told each two seconds, until the call is over", async () => {
  const { api, calls, clock, line } = newPhone();
  let call: Sos | null = null;
  api.answers.set(PATH, ({ body }) => {
    call = callOf(Object(body));
    api.answers.set(`${PATH}/${call.id}/place`, () => reply(200, call));
    return reply(201, call);
  });
  line.press(null, null);
  await clock.advance(6_500);
  expect(calls).toHaveLength(4);
  if (call) call = { ...Object(call), state: "closed", closedAt: clock.now(), locateEveryMs: null };
  await clock.advance(60_000);
  expect(calls).toHaveLength(5);
});
