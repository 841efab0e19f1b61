import { expect, test } from "vitest";
import { drivenPath } from "../../../src/domain/driven-path.ts";
import { decodePolyline } from "../../../src/domain/polyline.ts";
import type { JudgedFix } from "../../../src/protocol/live/fix.ts";

/** Northwards along a meridian: 100 m each. */
const STEP_DEG = 100 / 111_195;

function fix(index: number, over: Partial<JudgedFix> = {}): JudgedFix {
  const at = 1_000 + index * 10_000;
  const place = { lat: 52 + index * STEP_DEG, lng: 13, accuracyM: 5, speedMps: 10, headingDeg: 0, flags: 0 };
  return { seq: index + 1, at, ...place, receivedAt: at, fixedAt: at, verdict: "live", reason: "none", ...over };
}

const drive = [0, 1, 2, 3, 4, 5].map((index) => fix(index));

test("adds up the way by time, whatever the order of arrival", () => {
  const { distanceM } = drivenPath(drive);
  expect(distanceM).toBeGreaterThanOrEqual(498);
  expect(distanceM).toBeLessThanOrEqual(502);
  expect(drivenPath([...drive.slice(3), ...drive.slice(0, 3)])).toEqual(drivenPath(drive));
});

test("a straight way is two points on the map", () => {
  const path = decodePolyline(drivenPath(drive).polyline);
  expect(path.ok && path.value).toHaveLength(2);
});

test("counts neither what was rejected, nor what is inaccurate, nor another device, nor a trembling stand", () => {
  const away = { lng: 14 };
  const noise = [
    fix(1.1, { ...away, verdict: "rejected", reason: "teleport" }),
    fix(2.1, { ...away, verdict: "history", reason: "inaccurate" }),
    fix(3.1, { ...away, verdict: "history", reason: "other-device" }),
    fix(3.2, { ...away, accuracyM: 80 }),
  ];
  expect(drivenPath([...drive, ...noise]).distanceM).toBe(drivenPath(drive).distanceM);
  const standing = Array.from({ length: 50 }, (_, n) => fix(0, { lat: 52 + (n % 2) * 0.00002, fixedAt: 1_000 + n }));
  expect(drivenPath(standing).distanceM).toBe(0);
});

test("a tenant who tests with mocked positions sees how far they went", () => {
  const mocked = drive.map((one): JudgedFix => ({ ...one, reason: "mock" }));
  expect(drivenPath(mocked)).toEqual(drivenPath(drive));
  expect(drivenPath(mocked.map((one) => ({ ...one, verdict: "history" }))).distanceM).toBe(0);
});

test("nothing that may be shown is no way", () => {
  expect(drivenPath([])).toEqual({ distanceM: 0, polyline: "" });
});
