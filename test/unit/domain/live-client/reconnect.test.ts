import { array, assert, constantFrom, double, integer, oneof, property, record, constant } from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CLOSED_SILENTLY,
  type Link,
  type LinkEvent,
  START,
  backoffCeilingMs,
  nextLink,
} from "../../../../src/domain/live-client/reconnect.ts";
import { CLOSE } from "../../../../src/protocol/live/close-codes.ts";
import { readTransitionSpec } from "../transition-spec.ts";

const NOW = 1_800_000_000_000;
const LINKS: Record<Link["tag"], Link> = {
  connecting: START,
  open: { tag: "open", failures: 2, since: NOW },
  waiting: { tag: "waiting", failures: 3, renew: false, until: NOW, firm: false },
  stopped: { tag: "stopped", code: null },
};
const EVENTS: Record<LinkEvent["tag"], LinkEvent> = {
  start: { tag: "start" },
  opened: { tag: "opened", now: NOW },
  closed: { tag: "closed", code: CLOSED_SILENTLY, now: NOW, random: 0.5 },
  due: { tag: "due", now: NOW },
  hint: { tag: "hint" },
  stop: { tag: "stop" },
};

const SPEC = readTransitionSpec(`
             start      opened  closed   due        hint       stop
  connecting =          open    waiting  =          =          stopped
  open       =          =       waiting  =          =          stopped
  waiting    =          =       =        connecting connecting stopped
  stopped    connecting =       =        =          =          =
`);

function close(link: Link, code: number, random = 0.5, now = NOW): Link {
  return nextLink(link, { tag: "closed", code, now, random });
}

test("the spec has a cell for every state and event", () => {
  const cells = new Set(SPEC.map(({ from, event }) => `${from} ${event}`));
  expect(cells.size).toBe(Object.keys(LINKS).length * Object.keys(EVENTS).length);
});

test.each(SPEC)("$from + $event is $to", ({ from, event, to }) => {
  const link = Object.values(LINKS).find(({ tag }) => tag === from) ?? START;
  const happened = Object.values(EVENTS).find(({ tag }) => tag === event) ?? EVENTS.stop;
  const next = nextLink(link, happened);
  expect(next.tag).toBe(to);
  expect(next === link).toBe(from === to);
});

describe("pauses", () => {
  test("they double from half a second up to half a minute", () => {
    expect([0, 1, 2, 5, 6, 7, 2_000].map(backoffCeilingMs)).toEqual([500, 1000, 2000, 16_000, 30_000, 30_000, 30_000]);
  });

  test("each is anywhere between nothing and its ceiling", () => {
    expect(close({ tag: "connecting", failures: 4, renew: false }, CLOSED_SILENTLY, 0)).toMatchObject({ until: NOW });
    const almost = close({ tag: "connecting", failures: 4, renew: false }, CLOSED_SILENTLY, 0.999_999);
    expect(almost).toMatchObject({ until: NOW + 7_999, failures: 5 });
  });

  test("only ten quiet seconds make the failures before forgotten", () => {
    const open: Link = { tag: "open", failures: 5, since: NOW };
    expect(close(open, CLOSED_SILENTLY, 0.5, NOW + 9_999)).toMatchObject({ failures: 6 });
    expect(close(open, CLOSED_SILENTLY, 0.5, NOW + 10_000)).toMatchObject({ failures: 1 });
  });

  test("a pause that is not over stays", () => {
    expect(nextLink(LINKS.waiting, { tag: "due", now: NOW - 1 })).toBe(LINKS.waiting);
  });
});

describe("what the close code asks for", () => {
  test.each([CLOSE.restart, CLOSE.moved, CLOSE.tooSlow, CLOSE.tooMany])("%i spreads the herd over 10 s", (code) => {
    const waiting = close(LINKS.open, code, 0.9, NOW + 60_000);
    expect(waiting).toMatchObject({ until: NOW + 69_000, firm: true });
    expect(nextLink(waiting, { tag: "hint" })).toBe(waiting);
  });

  test("a server that keeps saying so is asked less and less often", () => {
    const seventh = close({ tag: "connecting", failures: 6, renew: false }, CLOSE.moved, 0.9);
    expect(seventh).toMatchObject({ until: NOW + 27_000, firm: false });
  });

  test("a ticket that ran out asks for a fresh sign-in, until a socket opens", () => {
    const waiting = close(LINKS.open, CLOSE.authExpired);
    const dialling = nextLink(waiting, { tag: "due", now: NOW + 30_000 });
    expect(dialling).toMatchObject({ tag: "connecting", renew: true });
    expect(close(dialling, CLOSED_SILENTLY)).toMatchObject({ renew: true });
    const opened = nextLink(dialling, { tag: "opened", now: NOW });
    expect(close(opened, CLOSED_SILENTLY)).toMatchObject({ renew: false });
  });

  test.each([CLOSE.accessEnded, CLOSE.ended, CLOSE.replaced, CLOSE.badMessage])("%i ends it", (code) => {
    expect(close(LINKS.open, code)).toEqual({ tag: "stopped", code });
  });
});

const anyEvent = oneof(
  constant<LinkEvent>({ tag: "start" }),
  constant<LinkEvent>({ tag: "hint" }),
  integer({ min: 0, max: 100_000 }).map((after): LinkEvent => ({ tag: "opened", now: NOW + after })),
  integer({ min: 0, max: 100_000 }).map((after): LinkEvent => ({ tag: "due", now: NOW + after })),
  record({
    code: constantFrom(CLOSED_SILENTLY, 1000, 1001, CLOSE.restart, CLOSE.authExpired, CLOSE.silent, CLOSE.moved),
    now: integer({ min: NOW, max: NOW + 100_000 }),
    random: double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  }).map((closed): LinkEvent => ({ tag: "closed", ...closed })),
);

test("without a reason to stop it never stops, and never waits longer than half a minute", () => {
  assert(
    property(array(anyEvent, { maxLength: 80 }), (events) => {
      let link = START;
      for (const event of events) {
        const before = link;
        link = nextLink(before, event);
        expect(link.tag).not.toBe("stopped");
        const isFresh = link !== before && event.tag === "closed";
        const pauseMs = link.tag === "waiting" && isFresh ? link.until - event.now : 0;
        expect(pauseMs).toBeGreaterThanOrEqual(0);
        expect(pauseMs).toBeLessThan(30_000);
      }
    }),
  );
});
