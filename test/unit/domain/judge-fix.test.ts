import { array, assert, constantFrom, double, oneof, property, record } from "fast-check";
import { expect, test } from "vitest";
import { judgeFix, UNJUDGED } from "../../../src/domain/judge-fix.ts";
import type { JudgeContext } from "../../../src/domain/judge-fix.ts";
import type { Fix } from "../../../src/protocol/live/fix.ts";
import { at, DEPOT, fixAt, START } from "./noisy-drive.ts";

const SECOND = 1000;
const base = { clockOffsetMs: 0, clockSuspect: false, showMocked: true };

function judgeAll(fixes: readonly Fix[], changes: Partial<JudgeContext> = {}) {
  let state = UNJUDGED;
  return fixes.map((raw) => {
    const judgement = judgeFix(state, raw, { ...base, receivedAt: raw.at, ...changes });
    ({ state } = judgement);
    return judgement;
  });
}

function judgeOne(raw: Fix, changes: Partial<JudgeContext> = {}) {
  const [judgement] = judgeAll([raw], changes);
  if (!judgement) throw new Error("one fix in, one judgement out");
  return judgement.fix;
}

const reasons = (fixes: readonly Fix[], changes: Partial<JudgeContext> = {}) =>
  judgeAll(fixes, changes).map(({ fix }) => fix.reason);

test("a plain fix is shown at the time our clock gives it", () => {
  expect(judgeOne(fixAt(DEPOT, 0), { clockOffsetMs: -400 })).toMatchObject({
    verdict: "live",
    reason: "none",
    fixedAt: START - 400,
    receivedAt: START,
  });
});

test("places that cannot be are rejected with the reason", () => {
  for (const place of [
    { lat: 91, lng: 0 },
    { lat: 0, lng: -180.1 },
    { lat: Number.NaN, lng: 1 },
    { lat: 1, lng: Infinity },
  ])
    expect(judgeOne(fixAt(place, 0))).toMatchObject({ verdict: "rejected", reason: "out-of-range" });
  expect(judgeOne(fixAt({ lat: 0, lng: 0 }, 0))).toMatchObject({ verdict: "rejected", reason: "null-island" });
});

test("a fix is never later than its receipt; a minute ahead is a broken clock, a day old another trip", () => {
  expect(judgeOne(fixAt(DEPOT, 59), { receivedAt: START })).toMatchObject({ verdict: "live", fixedAt: START });
  expect(judgeOne(fixAt(DEPOT, 61), { receivedAt: START }).reason).toBe("future");
  expect(judgeOne(fixAt(DEPOT, 0), { receivedAt: START + 86_400_000 }).reason).toBe("late");
  expect(judgeOne(fixAt(DEPOT, 0), { receivedAt: START + 86_400_001 }).reason).toBe("too-old");
  expect(judgeOne(fixAt(DEPOT, 3600), { receivedAt: START, clockOffsetMs: -3_600_000 }).reason).toBe("none");
});

test("more than two minutes on the way is history, and still advances the record", () => {
  const onTime = judgeAll([fixAt(DEPOT, 0)], { receivedAt: START + 120 * SECOND });
  expect(onTime[0]).toMatchObject({ advances: true, fix: { verdict: "live" } });
  const late = judgeAll([fixAt(DEPOT, 0)], { receivedAt: START + 120 * SECOND + 1 });
  expect(late[0]).toMatchObject({ advances: true, fix: { verdict: "history", reason: "late" } });
});

test("what is older than the newest only fills the track", () => {
  const [, older] = judgeAll([fixAt(DEPOT, 60), fixAt(DEPOT, 30)], { receivedAt: START + 60 * SECOND });
  expect(older).toMatchObject({ advances: false, fix: { verdict: "history", reason: "late" } });
});

test("the same moment twice is one fix", () => {
  expect(reasons([fixAt(DEPOT, 0), fixAt(at(3, 0), 0)])).toEqual(["none", "duplicate"]);
});

test("a guess by cell tower is history, and nothing is concluded from it", () => {
  expect(judgeAll([fixAt(DEPOT, 0, { accuracyM: 100 })])[0]?.fix.verdict).toBe("live");
  const [coarse] = judgeAll([fixAt(DEPOT, 0, { accuracyM: 101 })]);
  expect(coarse).toMatchObject({ advances: false, fix: { verdict: "history", reason: "inaccurate" } });
});

test("a leap is rejected; three that agree are where the vehicle is", () => {
  const there = (seconds: number, offM: number) => fixAt(at(5000 + offM, 0), seconds);
  const fixes = [fixAt(DEPOT, 0), there(5, 0), there(10, 40), there(15, 80), there(20, 120), there(25, 160)];
  expect(reasons(fixes)).toEqual(["none", "teleport", "teleport", "teleport", "none", "none"]);
});

test("leaps that contradict each other are never believed", () => {
  const wild = [1, 2, 3, 4, 5].map((turn) => fixAt(at(turn % 2 ? 9000 : -9000, 0), turn * 5));
  expect(reasons([fixAt(DEPOT, 0), ...wild, fixAt(at(100, 0), 30)])).toEqual([
    "none",
    ...wild.map(() => "teleport"),
    "none",
  ]);
});

test("accuracy speaks for a fix: a leap within both errors is no leap", () => {
  expect(reasons([fixAt(DEPOT, 0, { accuracyM: 90 }), fixAt(at(450, 0), 5, { accuracyM: 90 })])).toEqual([
    "none",
    "none",
  ]);
  expect(reasons([fixAt(DEPOT, 0), fixAt(at(450, 0), 5)])).toEqual(["none", "teleport"]);
});

test("a made-up position is flagged or hidden, as the tenant wants", () => {
  const mock = fixAt(DEPOT, 0, { flags: 1 });
  expect(judgeOne(mock)).toMatchObject({ verdict: "live", reason: "mock" });
  expect(judgeOne(mock, { showMocked: false })).toMatchObject({ verdict: "history", reason: "mock" });
});

test("the twenty-first equal place at driving speed is made up; at rest it is not", () => {
  const still = (speedMps: number) => Array.from({ length: 22 }, (_, i) => fixAt(DEPOT, i * 5, { speedMps }));
  expect(reasons(still(8)).indexOf("frozen")).toBe(20);
  expect(reasons(still(8)).at(-1)).toBe("frozen");
  expect(reasons(still(0))).not.toContain("frozen");
});

test("a suspect clock is shown and flagged", () => {
  expect(judgeOne(fixAt(DEPOT, 0), { clockSuspect: true })).toMatchObject({ verdict: "live", reason: "clock-suspect" });
});

test("what a receiver writes for unknown becomes null", () => {
  const odd = fixAt(DEPOT, 0, { accuracyM: -1, speedMps: -1, headingDeg: -1 });
  expect(judgeOne(odd)).toMatchObject({ accuracyM: null, speedMps: null, headingDeg: null });
  expect(judgeOne(fixAt(DEPOT, 0, { headingDeg: 360 })).headingDeg).toBe(0);
});

const anyNumber = oneof(double(), double({ min: -200, max: 200 }), constantFrom(0, 90, -180));
const anyFix = record({ lat: anyNumber, lng: anyNumber, accuracyM: oneof(anyNumber, constantFrom(null)) });

test("nothing that is not a place on earth ever advances, and the state stays JSON", () => {
  assert(
    property(array(anyFix), (oddities) => {
      const judged = judgeAll(oddities.map((odd, index) => fixAt(odd, index * 5, odd)));
      for (const { fix, state, advances } of judged) {
        expect(!advances || (Math.abs(fix.lat) <= 90 && Math.abs(fix.lng) <= 180)).toBe(true);
        expect(JSON.stringify(JSON.parse(JSON.stringify(state)))).toBe(JSON.stringify(state));
      }
    }),
  );
});
