import { expect, test } from "vitest";
import { catalogFor } from "../../../../src/domain/customer-page/catalogs.ts";
import { isNews, meaningOf } from "../../../../src/domain/customer-page/meaning.ts";
import { showScreen } from "../../../../src/domain/customer-page/screen.ts";
import { type Memory, NO_MEMORY, remember, tellStory } from "../../../../src/domain/customer-page/story.ts";
import { createTongue } from "../../../../src/domain/customer-page/tongue.ts";
import type { CustomerView } from "../../../../src/protocol/live/track-down.ts";
import { EndReason } from "../../../../src/protocol/end-reason.ts";
import { ShipmentStatus } from "../../../../src/protocol/shipment.ts";

const NOW = Date.UTC(2026, 10, 21, 13, 0);
const MINUTE = 60_000;
const tongue = createTongue("en", catalogFor("en"), { name: "UTC", isGuess: false });

const HIDDEN: CustomerView = {
  state: "hidden",
  status: "out_for_delivery",
  stopsBefore: 5,
  eta: { at: NOW + 20 * MINUTE, from: NOW + 20 * MINUTE, to: NOW + 30 * MINUTE },
  promised: null,
  end: null,
  driver: null,
  destination: null,
  point: null,
  stale: false,
};
const VISIBLE: CustomerView = {
  ...HIDDEN,
  state: "visible",
  stopsBefore: 2,
  driver: { firstName: "Ada", vehicleKind: "cargo_bike" },
  point: { lat: 52, lng: 5, headingDeg: 90, at: NOW },
};
const ended = (status: ShipmentStatus): CustomerView => ({
  ...HIDDEN,
  state: "ended",
  status,
  stopsBefore: null,
  eta: null,
});

function shown(view: CustomerView, { now = NOW, memory = NO_MEMORY }: { now?: number; memory?: Memory } = {}) {
  const story = tellStory(view, memory, now);
  const screen = showScreen({ story, driver: view.driver, following: "following", now }, tongue);
  const { headline = "", stops, fresh, delayed, promised, why } = screen.texts;
  return { ...screen, story, ...screen.texts, headline, stops, fresh, delayed, promised, why };
}

test.for([
  ["a parcel in the shop", { ...HIDDEN, status: "created", eta: null }, "Your delivery is being prepared"],
  ["one with a driver who has not left", { ...HIDDEN, status: "assigned", eta: null }, "Your delivery is planned"],
  ["one on board", { ...HIDDEN, status: "picked_up", eta: null }, "The driver has your delivery"],
  ["one on its way", HIDDEN, "Arriving in 20 min"],
  [
    "one for the afternoon",
    { ...HIDDEN, eta: { at: NOW + 150 * MINUTE, from: NOW, to: NOW } },
    "Arriving around 3:30 PM",
  ],
  ["one whose time nobody knows", { ...HIDDEN, eta: null }, "On the way to you"],
  ["one in the street", { ...VISIBLE, status: "arriving" }, "Arriving now"],
  ["one a minute away", { ...VISIBLE, eta: { at: NOW + MINUTE, from: NOW, to: NOW + MINUTE } }, "Arriving now"],
  ["one at the door", { ...VISIBLE, status: "arrived" }, "The driver is here"],
  ["one that was handed over", ended("delivered"), "Delivered"],
  ["one that nobody took", ended("failed"), "We could not deliver"],
  ["one that went back", ended("returned"), "Back with the sender"],
  ["one that was called off", ended("cancelled"), "Cancelled"],
  ["one whose trip is over without it", ended("out_for_delivery"), "Not on its way at the moment"],
] as const satisfies [string, CustomerView, string][])("%s", ([, view, headline]) => {
  expect(shown(view)).toMatchObject({ headline, title: `${headline} · Your delivery` });
});

test("every status has words, and no page shows a place that it was not given", () => {
  for (const status of ShipmentStatus.options)
    for (const state of ["hidden", "visible", "ended"] as const) {
      const screen = shown({ ...HIDDEN, state, status });
      expect(screen.headline).not.toBe("");
      expect(screen.story.map).not.toBe("shown");
      expect(screen.steps).toHaveLength(4);
    }
});

test("while the driver may not be seen there is a number, a window and a promise", () => {
  expect(shown(HIDDEN)).toMatchObject({
    stops: "5 stops",
    from: "1:20 PM",
    to: "1:30 PM",
    driver: "",
    fresh: "",
    later: "The map opens when the driver is close to you.",
    steps: ["done", "now", "todo", "todo"],
  });
  expect(shown({ ...HIDDEN, stopsBefore: 1 }).stops).toBe("1 stop");
  expect(shown({ ...VISIBLE, stopsBefore: 0 }).stops).toBe("You are next");
});

test("freshness is the age of the place, and doubt widens the window until no time is left to believe", () => {
  const memory = remember(NO_MEMORY, VISIBLE);
  const later = (minutes: number) => shown(VISIBLE, { now: NOW + minutes * MINUTE, memory });
  expect(later(0)).toMatchObject({ fresh: "Live", tone: "calm", driver: "Ada · Cargo bike" });
  expect(later(1)).toMatchObject({ fresh: "Updated 1 minute ago", headline: "Arriving in 19 min", to: "1:30 PM" });
  expect(later(2)).toMatchObject({
    fresh: "Last seen 2 minutes ago",
    headline: "Arriving in about 18 min",
    to: "1:32 PM",
    tone: "warn",
  });
  const lost = shown({ ...VISIBLE, point: null, stale: true }, { now: NOW + 6 * MINUTE, memory });
  expect(lost).toMatchObject({
    fresh: "Driver out of contact since 1:00 PM",
    headline: "On the way to you",
    from: "",
    lead: "A time is shown again once the driver is back in contact.",
  });
  expect(shown({ ...VISIBLE, point: null, stale: true }).fresh).toBe("No place known yet");
});

test("a time that moved by ten minutes, or that has passed, is called late", () => {
  const memory = remember(NO_MEMORY, HIDDEN);
  const moved = (minutes: number) => {
    const at = NOW + (20 + minutes) * MINUTE;
    return shown({ ...HIDDEN, eta: { at, from: at, to: at + MINUTE } }, { memory });
  };
  expect([moved(9).delayed, moved(10).delayed, moved(10).tone]).toEqual(["", "Later than first expected.", "warn"]);
  expect(shown(HIDDEN, { now: NOW + 31 * MINUTE }).headline).toBe("Arriving in about 1 min");
  expect(shown(HIDDEN, { now: NOW + 31 * MINUTE }).delayed).not.toBe("");
});

test("what was promised is said as long as somebody waits, and broken is called broken", () => {
  const [from, to] = [NOW + 15 * MINUTE, NOW + 25 * MINUTE];
  const promised = (changes: Partial<CustomerView>, now = NOW) => shown({ ...HIDDEN, ...changes }, { now });
  const both = { from, to };
  expect(promised({ promised: both })).toMatchObject({ promised: "Between 1:15 PM and 1:25 PM", delayed: "" });
  expect(promised({ promised: { from, to: null } }).promised).toBe("From 1:15 PM");
  expect(promised({ promised: { from: null, to } }).promised).toBe("By 1:25 PM");
  expect(promised({ promised: { from, to: NOW + 19 * MINUTE } })).toMatchObject({
    delayed: "Later than promised.",
    tone: "warn",
  });
  expect(promised({ promised: both, eta: null }, to).delayed).toBe("");
  expect(promised({ promised: both, eta: null }, to + 1).delayed).toBe("Later than promised.");
  expect(promised({ promised: both, status: "arrived" }, to + 1)).toMatchObject({ delayed: "", tone: "calm" });
  expect(shown({ ...ended("failed"), promised: both })).toMatchObject({ promised: "", delayed: "" });
});

test.for([
  ["delivered", "Delivered", "Thank you. This page stays open for a day."],
  ["failed", "Tried", "Nobody could take it. The sender tells you what happens next."],
  ["returned", "Returned", "It could not be delivered. The sender tells you what happens next."],
  ["cancelled", "Cancelled", "This delivery was called off. The sender knows why."],
] as const)("what was %s says when, and no reason that nobody gave", ([status, endWord, lead]) => {
  const at = NOW - 30 * MINUTE;
  const view = { ...ended(status), end: { at, reason: null } };
  expect(shown(view)).toMatchObject({ endWord, ended: "12:30 PM", why: "", lead, times: { ended: at } });
  expect(shown(ended(status))).toMatchObject({ endWord: "", ended: "", times: {} });
});

test("every reason that a customer may read has words of its own", () => {
  const screens = EndReason.options.map((reason) => shown({ ...ended("failed"), end: { at: NOW, reason } }));
  expect(new Set(screens.map(({ why }) => why)).size).toBe(EndReason.options.length);
  expect(screens[0]).toMatchObject({
    why: "Nobody opened the door.",
    lead: "The sender tells you what happens next.",
    headline: "We could not deliver",
  });
});

test("a listener is told of another chapter, another time and a lost driver, and not of each place", () => {
  const meaning = (view: CustomerView, now = NOW) => meaningOf(tellStory(view, remember(NO_MEMORY, VISIBLE), now));
  const told = meaning(VISIBLE);
  const at = (minutes: number) => ({ at: NOW + minutes * MINUTE, from: NOW + minutes * MINUTE, to: NOW + 30 * MINUTE });
  const point = { lat: 52.1, lng: 5.2, headingDeg: null, at: NOW };
  expect(isNews(told, meaning({ ...VISIBLE, point, stopsBefore: 1 }))).toBe(false);
  expect(isNews(told, meaning({ ...VISIBLE, eta: at(22) }))).toBe(false);
  expect(isNews(told, meaning({ ...VISIBLE, eta: at(23) }))).toBe(true);
  expect(isNews(told, meaning({ ...VISIBLE, status: "arriving" }))).toBe(true);
  expect(isNews(told, meaning({ ...VISIBLE, point: null }, NOW + 6 * MINUTE))).toBe(true);
});

test("times name their zone where it is only a guess, and their day where it is another", () => {
  const guess = createTongue("en", catalogFor("en"), { name: "UTC", isGuess: true });
  expect(guess.time(NOW, NOW)).toBe("1:00 PM UTC");
  expect(tongue.time(NOW + 24 * 60 * MINUTE, NOW)).toBe("Sun 1:00 PM");
});

test("the other language has every word too", () => {
  const other = createTongue("ar-XB", catalogFor("ar-XB"), { name: "UTC", isGuess: false });
  const promised = { ...VISIBLE, promised: { from: NOW, to: null } };
  const screen = showScreen(
    { story: tellStory(promised, NO_MEMORY, NOW), driver: VISIBLE.driver, following: "reconnecting", now: NOW },
    other,
  );
  const ours = ["headline", "chapter", "fresh", "notice", "stops", "promised", "step0", "state3"];
  expect(ours.filter((slot) => !screen.texts[slot]?.startsWith("["))).toEqual([]);
  expect(() => other.word("no.such.word")).toThrow("no.such.word");
});
