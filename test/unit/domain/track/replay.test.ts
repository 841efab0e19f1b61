import { assert, double, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { positionAt, replayFrames, replayTrack } from "../../../../src/domain/track/replay.ts";
import type { JudgedFix } from "../../../../src/protocol/live/fix.ts";
import { cityDrive } from "./drive.ts";

const START = 1_800_000_000_000;
const PACE = { speed: 10, frameMs: 100 };

function fix(seconds: number, place: Partial<JudgedFix> = {}): JudgedFix {
  const at = START + seconds * 1000;
  const device = { seq: seconds + 1, at, accuracyM: 5, speedMps: 10, headingDeg: 90, flags: 0 };
  return { ...device, lat: 48, lng: 11, receivedAt: at, fixedAt: at, verdict: "live", reason: "none", ...place };
}

function moment(seconds: number): number {
  return START + seconds * 1000;
}

describe("a replay", () => {
  const track = replayTrack([fix(0), fix(10, { lat: 48.001, lng: 11.002, speedMps: 20, headingDeg: 350 })]);

  test("shows between two fixes the share of the way that the time says", () => {
    const turned = replayTrack([fix(0, { headingDeg: 10 }), fix(10, { lat: 48.001, speedMps: 20, headingDeg: 350 })]);
    const half = positionAt(turned, moment(5));
    expect(half).toMatchObject({ at: moment(5), speedMps: 15, headingDeg: 0, inGap: false });
    expect(half?.lat).toBeCloseTo(48.0005, 9);
    expect(positionAt(track, moment(10))).toMatchObject({ lat: 48.001, lng: 11.002, speedMps: 20 });
  });

  test("knows nothing before the first fix and after the last", () => {
    expect(positionAt(track, moment(-1))).toBeNull();
    expect(positionAt(track, moment(11))).toBeNull();
    expect(positionAt([], START)).toBeNull();
  });

  test("lets late fixes stand where they belong, without the rejected ones and without a moment twice", () => {
    const late = fix(5, { lat: 48.1, verdict: "history", reason: "late" });
    const wild = fix(6, { lat: 9e99, verdict: "rejected", reason: "out-of-range" });
    const shown = replayTrack([fix(0), fix(10), late, wild, fix(10, { lat: 1 })]);
    expect(shown.map(({ fixedAt }) => fixedAt)).toEqual([moment(0), moment(5), moment(10)]);
    expect(shown[2]?.lat).toBe(48);
  });

  test("follows one device where two of a driver went, and no guess of a cell tower", () => {
    const beside = fix(5, { lat: 48.1, verdict: "history", reason: "other-device" });
    const guess = fix(6, { lat: 49, accuracyM: 900, verdict: "history", reason: "inaccurate" });
    const madeUp = fix(7, { lat: 50, verdict: "history", reason: "mock" });
    expect(replayTrack([fix(0), beside, guess, madeUp, fix(10)]).map(({ lat }) => lat)).toEqual([48, 48]);
  });

  test("shows the mocked fixes of a tenant who tests with them", () => {
    expect(replayTrack([fix(0, { reason: "mock" }), fix(10, { reason: "mock" })])).toHaveLength(2);
  });

  test("says of a gap that it is one, and passes over it", () => {
    const gapped = replayTrack([fix(0), fix(1), fix(1000, { lat: 49 }), fix(1001, { lat: 49 })]);
    expect(positionAt(gapped, moment(500))).toMatchObject({ lat: 48, speedMps: null, headingDeg: null, inGap: true });
    const frames = [...replayFrames(gapped, { speed: 5, frameMs: 100 })];
    expect(frames.map(({ at, inGap }) => [(at - START) / 1000, inGap])).toEqual([
      [0, false],
      [0.5, false],
      [1, false],
      [1.5, true],
      [1000, false],
      [1000.5, false],
      [1001, false],
    ]);
    expect(frames.map(({ playMs }) => playMs)).toEqual([0, 100, 200, 300, 400, 500, 600]);
  });

  test("begins where it is told to, and ends with the last fix", () => {
    const frames = [...replayFrames(track, { speed: 30, frameMs: 100 }, moment(5))];
    expect(frames.map(({ at }) => (at - START) / 1000)).toEqual([5, 8, 10]);
    expect([...replayFrames([], PACE)]).toEqual([]);
    expect([...replayFrames(track, PACE, moment(60))]).toEqual([]);
  });

  test.each([0, -1, Number.NaN, Infinity, 0.001])("does not run at %d times the speed", (speed) => {
    expect(() => [...replayFrames(track, { speed, frameMs: 100 })]).toThrow(RangeError);
  });
});

test("it never leaves the stretch between two fixes, and never goes back", () => {
  const track = replayTrack(cityDrive(60));
  assert(
    property(double({ min: 0, max: 1, noNaN: true }), integer({ min: 1, max: 100 }), (share, speed) => {
      const first = track[0]?.fixedAt ?? 0;
      const from = first + Math.round(share * ((track.at(-1)?.fixedAt ?? 0) - first));
      let last = -Infinity;
      for (const frame of replayFrames(track, { speed, frameMs: 100 }, from)) {
        expect(frame.at).toBeGreaterThan(last);
        last = frame.at;
        const next = track.findIndex(({ fixedAt }) => fixedAt >= frame.at);
        const [a, b] = [track[Math.max(0, next - 1)], track[next]];
        if (!a || !b) throw new Error("a frame beyond the track");
        expect(Math.min(a.lat, b.lat) - 1e-9).toBeLessThanOrEqual(frame.lat);
        expect(Math.max(a.lat, b.lat) + 1e-9).toBeGreaterThanOrEqual(frame.lat);
      }
      expect(last).toBe(track.at(-1)?.fixedAt);
    }),
    { numRuns: 20 },
  );
});
