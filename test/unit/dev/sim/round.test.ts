import { expect, test } from "vitest";
import { PhoneClock } from "../../../../dev/chaos/phone-clock.ts";
import { ROAD_CLASSES, speedMps } from "../../../../dev/city/road-class.ts";
import { pointOf } from "../../../../dev/city/road-graph.ts";
import { spotAtNode } from "../../../../dev/sim/model/way.ts";
import { distanceM, type LatLng, toLocal } from "../../../../src/domain/geo.ts";
import { MORNING, roundIn, smallTown, ticksOf } from "./town-fixture.ts";

const SEEDS = [1, 2, 3, 4, 5];
/** The smallest difference to a line that a place written with seven digits can have. */
const ON_LINE_M = 0.1;
/** Between two waits it is faster than with them, and some drivers are quicker than others. */
const QUICKEST = 1.15 * 1.08;
const MINUTE_MS = 60_000;
const town = smallTown();
const rounds = SEEDS.map((seed) => ticksOf(roundIn(town, { seed })));

test("the same seed drives the same round, another seed another one", () => {
  const [first, second] = rounds;
  expect(ticksOf(roundIn(town, { seed: 1 }))).toEqual(first);
  expect(second).not.toEqual(first);
});

test("every second is on a street, and none is jumped over", () => {
  for (const ticks of rounds) {
    const off = ticks.map(({ place }) => metresFromEdge(place, place.edge));
    expect(Math.max(...off.slice(1))).toBeLessThan(ON_LINE_M);
    const steps = ticks.slice(1).map(({ place }, index) => distanceM(ticks[index]?.place ?? place, place));
    expect(Math.max(...steps)).toBeLessThan(33);
  }
});

test("nobody drives faster than the street allows at that hour, or gains speed faster than a van can", () => {
  const { graph } = town.roads;
  for (const ticks of rounds) {
    const tooFast = ticks.filter(({ place }) => {
      const roadClass = ROAD_CLASSES[graph.edgeClass[place.edge] ?? 0] ?? "residential";
      // At its quietest: the hour of a drive is the one at which it began.
      return place.speedMps > speedMps(roadClass, 0) * QUICKEST;
    });
    expect(tooFast).toEqual([]);
    const gains = ticks.slice(1).map(({ place }, index) => place.speedMps - (ticks[index]?.place.speedMps ?? 0));
    expect(Math.max(...gains)).toBeLessThan(2.1);
    expect(Math.min(...gains)).toBeGreaterThan(-6);
  }
});

test("every door is stood at for as long as its work takes, in the order of the plan", () => {
  for (const ticks of rounds) {
    const happened = ticks.flatMap(({ happened: all, at }) => all.map((one) => ({ ...one, at })));
    const kinds = happened.map(({ kind }) => (kind === "fails" ? "finishes" : kind));
    const doors = kinds.filter((kind) => kind === "arrives").length;
    expect(doors).toBeGreaterThanOrEqual(5);
    const each = ["heads-for", "arrives", "finishes"];
    expect(kinds).toEqual([...Array.from({ length: doors }, () => each).flat(), "home"]);
    const stays = happened
      .filter(({ kind }) => kind === "arrives")
      .map(({ at }, index) => {
        const left = happened.filter(({ kind }) => kind === "finishes" || kind === "fails")[index];
        return ((left?.at ?? 0) - at) / 1_000;
      });
    expect(Math.min(...stays)).toBeGreaterThanOrEqual(45);
  }
});

test("a receiver is off by metres in the open, by more between walls, and near the truth on average", () => {
  const off = rounds
    .flat()
    .flatMap(({ fix, place }) =>
      fix ? [{ metres: distanceM(fix, place), canyon: town.roads.sky.canyon[place.edge] ?? 0 }] : [],
    );
  const mean = (all: { metres: number }[]) => all.reduce((sum, { metres }) => sum + metres, 0) / all.length;
  const open = mean(off.filter(({ canyon }) => canyon < 0.2));
  const walled = mean(off.filter(({ canyon }) => canyon > 0.5));
  expect(open).toBeGreaterThan(1);
  expect(open).toBeLessThan(10);
  expect(walled).toBeGreaterThan(1.4 * open);
  expect(walled).toBeLessThan(30);
});

test("under a roof there is no fix and no network, and behind it both come back, at first with a worse guess", () => {
  const { graph, sky } = town.roads;
  const covered = sky.covered.indexOf(1);
  const [from, to] = [graph.edgeFrom[covered] ?? 0, graph.edgeTo[covered] ?? 0];
  const ticks = ticksOf(roundIn(town, { from: spotAtNode(graph, from), stops: [], home: spotAtNode(graph, to) }));
  const inside = ticks.filter(({ place }) => sky.covered[place.edge] === 1);
  expect(inside.length).toBeGreaterThan(0);
  expect(inside.filter(({ fix, phone }) => fix !== null || phone.network)).toEqual([]);
});

test("a phone's clock is wrong in its own way, and every fix says what that clock said", () => {
  const clock = new PhoneClock({ aheadMs: -7 * MINUTE_MS, rate: 1.001, startedAt: MORNING });
  const ticks = ticksOf(roundIn(town, { clock }));
  const wrong = ticks.filter(({ at, fix }) => fix !== null && fix.at !== clock.now(at));
  expect(wrong).toEqual([]);
  const last = ticks.findLast(({ fix }) => fix !== null);
  const driftMs = (last?.fix?.at ?? 0) - (last?.at ?? 0) + 7 * MINUTE_MS;
  expect(driftMs).toBeCloseTo(((last?.at ?? 0) - MORNING) / 1_000, -1);
});

test("phones that fail often sleep, lose the network, go flat and come back, and say so", () => {
  const ticks = SEEDS.flatMap((seed) => ticksOf(roundIn(town, { seed, mishaps: 60 })));
  const powers = new Set(ticks.map(({ phone }) => phone.power));
  expect(powers).toEqual(new Set(["on", "asleep", "off"]));
  expect(new Set(ticks.map(({ phone }) => phone.event))).toEqual(new Set([null, "restarted", "renewed"]));
  expect(ticks.some(({ phone }) => phone.power === "on" && !phone.network)).toBe(true);
  expect(ticks.filter(({ fix, phone }) => fix !== null && phone.power !== "on")).toEqual([]);
  const never = rounds.flat().filter(({ phone }) => phone.power !== "on" || phone.event !== null);
  expect(never).toEqual([]);
});

function metresFromEdge(place: LatLng, edge: number): number {
  const { graph } = town.roads;
  const { frame } = town.city.plan.terrain;
  const local = ([lng, lat]: readonly [number, number]) => toLocal(frame, { lat, lng });
  const from = local(pointOf(graph, graph.edgeFrom[edge] ?? 0));
  const to = local(pointOf(graph, graph.edgeTo[edge] ?? 0));
  const here = toLocal(frame, place);
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const along = ((here.x - from.x) * dx + (here.y - from.y) * dy) / (dx * dx + dy * dy);
  const share = Math.max(0, Math.min(1, along));
  return Math.sqrt((from.x + share * dx - here.x) ** 2 + (from.y + share * dy - here.y) ** 2);
}
