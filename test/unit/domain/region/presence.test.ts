import { expect, test } from "vitest";
import * as z from "zod";
import { nextPresence, presenceEvent, type PresenceFacts } from "../../../../src/domain/region/presence.ts";
import { Presence } from "../../../../src/protocol/live/dispatch-down.ts";
import { readTransitionSpec } from "../transition-spec.ts";

const NOW = 1_800_000_000_000;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const PresenceEvent = z.enum(["serve", "wait", "rest", "cut", "lapse", "leave"]);

const SPEC = readTransitionSpec(`
          serve   wait   rest cut lapse leave
  online  on_trip =      idle =   stale offline
  idle    on_trip online =    =   stale offline
  on_trip =       online idle =   stale offline
  stale   on_trip online idle =   =     offline
  offline on_trip online idle =   =     =
`).map(({ from, event, to }) => ({
  from: Presence.parse(from),
  event: PresenceEvent.parse(event),
  to: Presence.parse(to),
}));

test("the spec has a cell for every state and event", () => {
  expect(SPEC).toHaveLength(Presence.options.length * PresenceEvent.options.length);
});

test.each(SPEC)("$from + $event is $to", ({ from, event, to }) => {
  expect(nextPresence(from, event)).toBe(to);
});

const UNDER_WAY: PresenceFacts = {
  status: "active",
  stopsDone: 1,
  stopsTotal: 3,
  alerts: [],
  connected: true,
  lastSeenAt: NOW,
  reportedAt: NOW,
  nextMs: 15 * SECOND,
};

test.each([
  ["serve", {}],
  ["wait", { stopsDone: 3 }],
  ["wait", { status: "planned" }],
  ["rest", { status: "paused" }],
  ["rest", { alerts: ["idle"] }],
  ["cut", { connected: false }],
] satisfies [string, Partial<PresenceFacts>][])("is %s for %o", (event, changed) => {
  expect(presenceEvent({ ...UNDER_WAY, ...changed }, NOW)).toBe(event);
});

test("a minute without a position makes a driver stale, two make one who waits or was asked for less", () => {
  const at = (changed: Partial<PresenceFacts>, afterMs: number) =>
    presenceEvent({ ...UNDER_WAY, ...changed }, NOW + afterMs);
  expect(at({}, MINUTE)).toBe("serve");
  expect(at({}, MINUTE + 1)).toBe("lapse");
  expect(at({ stopsDone: 3 }, 2 * MINUTE)).toBe("wait");
  expect(at({ stopsDone: 3 }, 2 * MINUTE + 1)).toBe("lapse");
  expect(at({ nextMs: MINUTE }, 2 * MINUTE)).toBe("serve");
});

test("five minutes without a connection are offline, and so is a trip that stopped reporting", () => {
  const at = (changed: Partial<PresenceFacts>, afterMs: number) =>
    presenceEvent({ ...UNDER_WAY, ...changed }, NOW + afterMs);
  expect(at({ connected: false }, 5 * MINUTE - 1)).toBe("lapse");
  expect(at({ connected: false }, 5 * MINUTE)).toBe("leave");
  expect(at({}, 5 * MINUTE - 1)).toBe("lapse");
  expect(at({}, 5 * MINUTE)).toBe("leave");
});

test("a driver of whom nothing was ever heard ages from its first report", () => {
  const silent = { ...UNDER_WAY, connected: false, lastSeenAt: null };
  expect(presenceEvent(silent, NOW)).toBe("cut");
  expect(presenceEvent(silent, NOW + 5 * MINUTE)).toBe("leave");
});
