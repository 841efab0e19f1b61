import { array, assert, boolean, integer, property, record } from "fast-check";
import { expect, test } from "vitest";
import { indexFences } from "../../../src/domain/fence-index.ts";
import { nextDwellAt, WATCHED_FENCES_MAX } from "../../../src/domain/fence-watch.ts";
import type { Happening } from "../../../src/domain/happening.ts";
import { advanceTrack, checkTrack } from "../../../src/domain/live-track.ts";
import type { FixStep } from "../../../src/domain/live-track.ts";
import { startTrack } from "../../../src/domain/track-state.ts";
import type { Arrival, Track, TrackContext } from "../../../src/domain/track-state.ts";
import { LivePoint } from "../../../src/protocol/live/trip-report.ts";
import type { Fix } from "../../../src/protocol/live/fix.ts";
import { at, drive, fixAt, gpsNoise, START } from "./noisy-drive.ts";
import { planOf, stopAt } from "./planned-trip.ts";

const STATE_MAX_BYTES = 4096;

const fences = indexFences([
  {
    fenceId: "hub",
    shape: { kind: "circle", ...at(0, 0), radiusM: 200 },
    onEnter: true,
    onLeave: true,
    dwellSeconds: 60,
  },
  {
    fenceId: "zone",
    shape: { kind: "corridor", points: [at(2500, -800), at(2500, 800)], widthM: 400 },
    onEnter: true,
    onLeave: true,
    dwellSeconds: 600,
  },
]);
const context: TrackContext = {
  plan: planOf([stopAt("a", 2000), stopAt("b", 5000, { windowEndsAt: START + 60_000 })], true),
  fences,
  settings: { showMock: true },
  duty: "driving",
  watched: true,
  savesPower: false,
  overloaded: false,
  hourFactor: 1,
};

const onTime = (fix: Fix): Arrival => ({
  receivedAt: fix.at + 200,
  clockOffsetMs: 0,
  clockSuspect: false,
  lastOfFrame: true,
});

interface Run {
  readonly around?: TrackContext;
  readonly arrive?: (fix: Fix) => Arrival;
  readonly between?: (track: Track) => Track;
}

function run(fixes: readonly Fix[], { around = context, arrive = onTime, between = (track) => track }: Run = {}) {
  let track = startTrack();
  return fixes.map((fix): FixStep => {
    const step = advanceTrack(between(track), fix, arrive(fix), around);
    ({ track } = step);
    return step;
  });
}

/** What the trip's object does with an arrival and a departure. */
function serve(around: TrackContext, { happenings }: FixStep): TrackContext {
  let { plan } = around;
  for (const happening of happenings) {
    if (happening.kind !== "stop-arrived" && happening.kind !== "stop-left") continue;
    const status = happening.kind === "stop-arrived" ? ("arrived" as const) : ("done" as const);
    const stops = plan.stops.map((stop) => (stop.stopId === happening.stopId ? { ...stop, status } : stop));
    plan = planOf(stops, true, plan.revision + 1);
  }
  return { ...around, plan };
}

/** As `run`, with a plan that follows what happens. */
function runServed(fixes: readonly Fix[]): FixStep[] {
  let [around, track] = [context, startTrack()];
  return fixes.map((fix) => {
    const step = advanceTrack(track, fix, onTime(fix), around);
    [around, track] = [serve(around, step), step.track];
    return step;
  });
}

const places = [
  { x: 0, y: 0 },
  { x: 2000, y: 0 },
  { x: 5000, y: 0 },
];
const trip = drive(places, { restSeconds: 120, sigmaM: 4, seed: 11 });
const told = (steps: readonly { readonly happenings: readonly Happening[] }[]) =>
  steps.flatMap(({ happenings }) => happenings);
const names = (happenings: readonly Happening[]) =>
  happenings.map((happening) => {
    if ("stopId" in happening) return `${happening.kind} ${happening.stopId}`;
    return "fenceId" in happening ? `${happening.kind} ${happening.fenceId}` : happening.kind;
  });
const onMapOf = (steps: readonly FixStep[]) => steps.map(({ point }) => point).filter((point) => point !== null);

test("a trip from the hub to two stops tells each thing once and in order", () => {
  expect(names(told(runServed(trip.fixes)))).toEqual([
    "fence-entered hub",
    "fence-dwelt hub",
    "fence-left hub",
    "stop-nearby a",
    "stop-arrived a",
    "stop-left a",
    "fence-entered zone",
    "fence-left zone",
    "stop-nearby b",
    "stop-arrived b",
  ]);
});

test("the dot, the forecast and the cadence follow", () => {
  const steps = runServed(trip.fixes);
  expect(onMapOf(steps).map((point) => LivePoint.parse(point)).length).toBeGreaterThan(0.9 * trip.fixes.length);
  expect(steps[0]?.eta?.stops.map(({ stopId, late }) => [stopId, late])).toEqual([
    ["a", false],
    ["b", true],
  ]);
  const published = steps.filter(({ eta }) => eta !== null).length;
  expect(published).toBeLessThan(steps.length / 5);
  const intervals = steps.flatMap(({ cadence }) => (cadence ? [cadence.intervalMs] : []));
  expect(intervals).toEqual([5000, 2000, 30_000, 5000, 2000, 30_000]);
});

const anyFixes = array(
  record({
    x: integer({ min: -300, max: 5500 }),
    y: integer({ min: -60, max: 60 }),
    waitMs: integer({ min: 0, max: 90_000 }),
    lateMs: integer({ min: 0, max: 240_000 }),
    isPoor: boolean(),
    lastOfFrame: boolean(),
  }),
  { minLength: 2, maxLength: 40 },
);

function makeFixes(steps: readonly { x: number; y: number; waitMs: number; lateMs: number; isPoor: boolean }[]) {
  let seconds = 0;
  return steps.map(({ x, y, waitMs, isPoor }, index) => {
    seconds += waitMs / 1000;
    return fixAt(at(x, y), seconds, { seq: index + 1, accuracyM: isPoor ? 150 : 9 });
  });
}

test("an object that sleeps between any two fixes concludes the same", () => {
  assert(
    property(anyFixes, (steps) => {
      const fixes = makeFixes(steps);
      const arrive = (fix: Fix): Arrival => {
        const step = steps[fix.seq - 1];
        return { ...onTime(fix), receivedAt: fix.at + (step?.lateMs ?? 0), lastOfFrame: step?.lastOfFrame ?? true };
      };
      const awake = run(fixes, { arrive });
      const asleep = run(fixes, { arrive, between: (track): Track => JSON.parse(JSON.stringify(track)) });
      expect(JSON.stringify(asleep)).toBe(JSON.stringify(awake));
      expect(asleep).toEqual(awake);
    }),
  );
});

test("late fixes move no dot, tell no customer and publish no forecast, but what they tell is in the record as late", () => {
  const end = (trip.fixes.at(-1)?.at ?? START) + 600_000;
  const steps = run(trip.fixes, { arrive: (fix) => ({ ...onTime(fix), receivedAt: end }) });
  expect(steps.every(({ point, eta, fix }) => point === null && eta === null && fix.reason === "late")).toBe(true);
  const happenings = told(steps);
  expect(happenings.every(({ late }) => late)).toBe(true);
  expect(names(happenings)).toContain("stop-arrived a");
  expect(names(happenings)).not.toContain("stop-nearby a");
});

test("of a frame only the last point goes out, even if the last fix is worthless", () => {
  const frame = [
    fixAt(at(0, 0), 0),
    fixAt(at(50, 0), 5),
    fixAt(at(100, 0), 10),
    fixAt(at(0, 0), 15, { accuracyM: 500 }),
  ];
  const steps = run(frame, {
    arrive: (fix) => ({ ...onTime(fix), receivedAt: START + 15_000, lastOfFrame: fix === frame.at(-1) }),
  });
  expect(onMapOf(steps).map((point) => point.at)).toEqual([START + 10_000]);
});

test("points that come too fast wait for the next fix or the next check, and the newest of them is shown", () => {
  const [first, second] = run([fixAt(at(0, 0), 0), fixAt(at(10, 0), 1)]);
  expect([first?.point?.at, second?.point]).toEqual([START, null]);
  expect(second && checkTrack(second.track, START + 5000).point?.at).toBe(START + 1000);
});

test("the alarm comes for a dwell too, and what it tells is not told again by the next fix", () => {
  const steps = run([fixAt(at(0, 0), 0), fixAt(at(0, 0), 50)]);
  const last = steps.at(-1);
  if (!last) throw new Error("two fixes in, two steps out");
  expect(nextDwellAt(last.track.fences)).toBe(START + 60_000);
  const checked = checkTrack(last.track, START + 60_000);
  expect(names(checked.happenings)).toEqual(["fence-dwelt hub"]);
  const next = fixAt(at(0, 0), 65);
  expect(names(advanceTrack(checked.track, next, onTime(next), context).happenings)).toEqual([]);
});

test("the alarm leaves it to the next fix to ask the phone for something else", () => {
  const [first] = run([fixAt(at(0, 3000), 0)]);
  if (!first) throw new Error("one fix in, one step out");
  const { track } = checkTrack(first.track, START + 10_000);
  const unwatched = { ...context, watched: false };
  const next = fixAt(at(0, 3000), 15);
  expect(advanceTrack(track, next, onTime(next), unwatched).cadence).toMatchObject({ batch: 3 });
});

test("standing about is told once it has lasted five minutes, and leaving the path after three fixes", () => {
  const idle = drive([{ x: 3500, y: 0 }], { restSeconds: 400, everySeconds: 20 });
  expect(names(told(run(idle.fixes)))).toContain("idle-began");
  const astray = drive(
    [
      { x: 3000, y: 0 },
      { x: 3000, y: 400 },
    ],
    { speedMps: 8 },
  );
  expect(names(told(run(astray.fixes))).filter((name) => name === "off-route")).toHaveLength(1);
});

test("a driver without a task is asked once a minute, and in an emergency each two seconds", () => {
  const idle = { ...context, plan: planOf([]), duty: "available" as const };
  expect(run([fixAt(at(0, 0), 0)], { around: idle })[0]).toMatchObject({ cadence: { intervalMs: 60_000 }, eta: null });
  expect(run([fixAt(at(0, 0), 0)], { around: { ...idle, duty: "sos" } })[0]?.cadence?.intervalMs).toBe(2000);
});

test("the fullest memory fits its 4 KiB", () => {
  const id = (prefix: string, index: number) => `${prefix}_01k9xw3v6hf7m8${String(index).padStart(12, "0")}`;
  const stack = Array.from({ length: WATCHED_FENCES_MAX + 4 }, (_, index) => ({
    fenceId: id("gf", index),
    shape: { kind: "circle" as const, ...at(3000, 0), radiusM: 4000 },
    onEnter: true,
    onLeave: true,
    dwellSeconds: 100_000,
  }));
  const stops = Array.from({ length: 40 }, (_, index) => stopAt(id("stop", index), index * 150));
  const full = { ...context, fences: indexFences(stack) };
  const noise = gpsNoise(9, 3);
  let track = startTrack();
  let most = 0;
  for (let turn = 0; turn < 600; turn++) {
    const error = noise();
    const done = Math.floor(turn / 15);
    const plan = planOf(
      stops.map((stop, index) => (index < done ? { ...stop, status: "done" as const } : stop)),
      true,
      done,
    );
    const isWild = turn % 7 === 6;
    const fix = fixAt(at(turn * 10 + error.x + (isWild ? 9000 : 0), error.y), turn * 4.7, { seq: turn + 1 });
    ({ track } = advanceTrack(track, fix, { ...onTime(fix), lastOfFrame: turn % 3 === 0 }, { ...full, plan }));
    most = Math.max(most, JSON.stringify(track).length);
  }
  expect(track.fences.watched).toHaveLength(WATCHED_FENCES_MAX);
  expect(track.told.length).toBeGreaterThan(10);
  expect(most).toBeLessThan(STATE_MAX_BYTES);
});
