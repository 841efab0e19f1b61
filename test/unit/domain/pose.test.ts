import { array, assert, double, integer, nat, property, record } from "fast-check";
import { expect, test } from "vitest";
import { distanceM, localFrame, toLocal } from "../../../src/domain/geo.ts";
import { arcDeg } from "../../../src/domain/heading.ts";
import { measurePath, type MeasuredPath } from "../../../src/domain/path.ts";
import { followFix, type Pose, pose, type PoseFix, type PoseTrack } from "../../../src/domain/pose.ts";
import { at, DEPOT, START } from "./noisy-drive.ts";

const ACCURACY_M = 10;
/** The flat formula's error over two kilometres. */
const HAIR_M = 0.05;
/** Three hundred metres east, then north. */
const corner = measurePath([at(0, 0), at(300, 0), at(300, 300)]);

function fix(x: number, y: number, seconds: number, changes: Partial<PoseFix> = {}): PoseFix {
  const silent = { accuracyM: ACCURACY_M, speedMps: null, headingDeg: null };
  return { ...at(x, y), at: START + seconds * 1000, ...silent, ...changes };
}

/** Each fix is heard half a second after it was measured. */
function heard(fixes: readonly PoseFix[], path: MeasuredPath | null = null): PoseTrack {
  let track: PoseTrack | null = null;
  for (const one of fixes) track = followFix(track, { fix: one, path, now: one.at + 500 });
  if (!track) throw new Error("no fix");
  return track;
}

const metres = (place: Pose) => toLocal(localFrame(DEPOT), place);
const seconds = (count: number) => START + 500 + count * 1000;

test("a leg is played over the time that the fixes are apart", () => {
  const track = heard([fix(0, 0, 0), fix(40, 0, 4)]);
  expect(metres(pose(track, seconds(4))).x).toBeCloseTo(0, 3);
  expect(metres(pose(track, seconds(6))).x).toBeCloseTo(20, 3);
  expect(metres(pose(track, seconds(8))).x).toBeCloseTo(40, 3);
});

test("a marker guesses a quarter of the leg ahead, and then waits", () => {
  const track = heard([fix(0, 0, 0), fix(40, 0, 4)]);
  expect(metres(pose(track, seconds(9))).x).toBeCloseTo(50, 3);
  expect(pose(track, seconds(90))).toEqual(pose(track, seconds(9)));
});

test("fixes a moment apart are not hurried through, and rare ones are not dawdled through", () => {
  expect(heard([fix(0, 0, 0), fix(2, 0, 0.2)]).leg.lastsMs).toBe(1_000);
  expect(heard([fix(0, 0, 0), fix(200, 0, 45)]).leg.lastsMs).toBe(10_000);
});

test("a marker keeps to the planned street round a corner", () => {
  const track = heard([fix(200, 4, 0), fix(296, 100, 10)], corner);
  const halfway = metres(pose(track, seconds(15)));
  expect(halfway.x).toBeCloseTo(300, 0);
  expect(halfway.y).toBeGreaterThan(-2);
  expect(halfway.y).toBeLessThan(5);
  // A straight line would have been 70 m inside the block.
  expect(metres(pose(heard([fix(200, 4, 0), fix(296, 100, 10)]), seconds(15))).x).toBeCloseTo(248, 0);
});

test("it looks along the street, and through the corner", () => {
  const track = heard([fix(200, 0, 0), fix(300, 100, 10)], corner);
  expect(pose(track, seconds(14)).headingDeg).toBeCloseTo(90, 0);
  expect(pose(track, seconds(15)).headingDeg).toBeCloseTo(45, 0);
  expect(pose(track, seconds(19)).headingDeg).toBeCloseTo(0, 0);
});

test("who leaves the plan is shown where they are", () => {
  const track = heard([fix(200, 0, 0), fix(250, 60, 5)], corner);
  expect(metres(pose(track, seconds(10)))).toMatchObject({ x: expect.closeTo(250, 0), y: expect.closeTo(60, 0) });
});

test("nobody drives through what was not seen: after a minute, or half a kilometre, the marker jumps", () => {
  const late = heard([fix(0, 0, 0), fix(100, 0, 61)]);
  expect(metres(pose(late, seconds(61))).x).toBeCloseTo(100, 3);
  const far = heard([fix(0, 0, 0), fix(501, 0, 5)]);
  expect(metres(pose(far, seconds(5))).x).toBeCloseTo(501, 3);
});

test("a fix that is not newer changes nothing", () => {
  const track = heard([fix(0, 0, 0), fix(40, 0, 4)]);
  expect(followFix(track, { fix: fix(900, 0, 4), path: null, now: seconds(5) })).toBe(track);
});

test("a course is believed while driving only", () => {
  const driving = heard([fix(0, 0, 0), fix(40, 0, 4, { speedMps: 10, headingDeg: 80 })]);
  expect(pose(driving, seconds(8)).headingDeg).toBe(80);
  const parked = followFix(driving, {
    fix: fix(41, 0, 8, { speedMps: 0.4, headingDeg: 250 }),
    path: null,
    now: seconds(8),
  });
  expect(pose(parked, seconds(12)).headingDeg).toBe(80);
});

test("it turns the shorter way round", () => {
  const north = heard([fix(0, 0, 0, { speedMps: 9, headingDeg: 350 }), fix(0, 40, 4, { speedMps: 9, headingDeg: 20 })]);
  const turning = pose(north, seconds(4.6)).headingDeg ?? 180;
  expect(Math.abs(arcDeg(5, turning))).toBeLessThan(15);
});

test("a vehicle that really turns round is followed back", () => {
  const back = heard([fix(0, 0, 0), fix(40, 0, 4), fix(80, 0, 8), fix(20, 0, 12)]);
  expect(metres(pose(back, seconds(16))).x).toBeCloseTo(20, 0);
});

const anyFixes = array(
  record({ x: integer({ min: -900, max: 900 }), y: integer({ min: -900, max: 900 }), gap: nat(70), wait: nat(14_000) }),
  { minLength: 2, maxLength: 20 },
);

test("a new fix never moves a marker at that moment, unless it jumps", () => {
  assert(
    property(anyFixes, (places) => {
      let track: PoseTrack | null = null;
      let [elapsed, now] = [0, START];
      for (const { x, y, gap, wait } of places) {
        elapsed += gap;
        now += wait;
        const one = fix(x, y, elapsed);
        const after: PoseTrack = followFix(track, { fix: one, path: corner, now });
        const jumps = !track || gap > 60 || distanceM(track.fix, one) > 500;
        const movedM = track && !jumps ? distanceM(pose(track, now), pose(after, now)) : 0;
        expect(movedM).toBeLessThan(HAIR_M);
        track = after;
      }
    }),
  );
});

test("once a leg is over, its marker is beyond the end by a quarter of it at the most", () => {
  assert(
    property(anyFixes, nat(30_000), (places, laterMs) => {
      const fixes = places.map(({ x, y }, index) => fix(x, y, index * 5));
      const track = heard(fixes);
      const { leg } = track;
      expect(distanceM(pose(track, seconds(places.length * 5) + laterMs), leg.to)).toBeLessThanOrEqual(
        leg.lengthM / 4 + HAIR_M,
      );
    }),
  );
});

const steps = array(
  record({
    /** Up to 20 m/s, with stops in between. */
    stepM: nat(80),
    error: double({ min: -ACCURACY_M / 2, max: ACCURACY_M / 2, noNaN: true }),
    gapS: integer({ min: 1, max: 4 }),
  }),
  { minLength: 3, maxLength: 30 },
);

/** Every place that is shown on a drive along one street, four times a second. */
function shownAlong(
  drive: readonly { stepM: number; error: number; gapS: number }[],
  path: MeasuredPath | null,
): number[] {
  let track: PoseTrack | null = null;
  let [x, elapsed] = [0, 0];
  const shown: number[] = [];
  for (const [index, { stepM, error, gapS }] of drive.entries()) {
    x += stepM;
    elapsed += gapS;
    track = followFix(track, { fix: fix(x + error, 0, elapsed), path, now: seconds(elapsed) });
    const untilNext = drive[index + 1]?.gapS ?? 60;
    for (let tick = 0; tick <= 4 * untilNext; tick++) shown.push(metres(pose(track, seconds(elapsed + tick / 4))).x);
  }
  return shown;
}

test.for([
  ["a straight street", null],
  ["the planned way", measurePath([at(-50, 0), at(900, 0), at(3000, 0)])],
] as const)("whatever the noise, a marker never runs back on %s", ([, path]) => {
  assert(
    property(steps, (drive) => {
      const shown = shownAlong(drive, path);
      for (const [index, x] of shown.entries()) expect(x).toBeGreaterThanOrEqual((shown[index - 1] ?? x) - HAIR_M);
    }),
  );
});
