import { expect, test } from "vitest";
import {
  CORNERS_PER_TRIP_MAX,
  FENCES_PER_TRIP_MAX,
  nearestFences,
  needsFences,
} from "../../../src/domain/nearest-fences.ts";
import { typeIdFromBytes } from "../../../src/domain/typeid.ts";
import { GeofenceId } from "../../../src/protocol/ids.ts";
import type { LiveFence } from "../../../src/protocol/live/live-fence.ts";
import { at } from "./noisy-drive.ts";

const rules = { onEnter: true, onLeave: true, dwellMinutes: null };

function fenceId(n: number) {
  return GeofenceId.parse(
    typeIdFromBytes("geo", Uint8Array.of(...Array.from({ length: 14 }, () => 0), n >> 8, n & 255)),
  );
}

/** Circles in a row eastwards, one each hundred metres. */
function row(count: number): LiveFence[] {
  return Array.from({ length: count }, (_, n) => ({
    fenceId: fenceId(n),
    shape: { kind: "circle", ...at(n * 100, 0), radiusM: 20 },
    rules,
  }));
}

test("few are held whole, wherever the driver is", () => {
  const held = nearestFences({ version: 3, fences: row(FENCES_PER_TRIP_MAX) }, at(1_000_000, 0));
  expect(held).toMatchObject({ version: 3, completeM: null });
  expect(held.fences).toHaveLength(FENCES_PER_TRIP_MAX);
});

test("of many the nearest are held, and it is known how far they reach", () => {
  const held = nearestFences({ version: 1, fences: row(400) }, at(10_000, 0));
  const numbers = held.fences.map((fence) =>
    Math.round((fence.shape.kind === "circle" ? fence.shape.lng - at(0, 0).lng : 0) / (at(100, 0).lng - at(0, 0).lng)),
  );
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(50);
  expect(Math.max(...numbers)).toBeLessThanOrEqual(150);
  expect(held.fences).toHaveLength(FENCES_PER_TRIP_MAX);
  expect(held.completeM).toBeGreaterThan(4_900);
  expect(held.completeM).toBeLessThan(5_000);
});

test("a wide fence is near for whoever is inside it", () => {
  const wide: LiveFence = {
    fenceId: fenceId(9_999),
    shape: {
      kind: "polygon",
      points: [at(-50_000, -50_000), at(50_000, -50_000), at(50_000, 50_000), at(-50_000, 50_000)],
    },
    rules,
  };
  expect(nearestFences({ version: 1, fences: [...row(400), wide] }, at(30_000, 40_000)).fences[0]).toEqual(wide);
});

test("many corners fill a trip before many fences do", () => {
  const points = Array.from({ length: 500 }, (_, n) => at(Math.cos(n / 80) * 50, Math.sin(n / 80) * 50));
  const fences = row(50).map((fence): LiveFence => ({ ...fence, shape: { kind: "corridor", points, widthM: 30 } }));
  const held = nearestFences({ version: 1, fences }, at(0, 0));
  expect(held.fences).toHaveLength(CORNERS_PER_TRIP_MAX / 500);
  expect(held.completeM).toBe(0);
});

test("a trip asks again for a newer version, for a first place, and at half the way to the first that it lacks", () => {
  const many = { version: 2, fences: row(400) };
  const held = nearestFences(many, at(0, 0));
  expect(needsFences(null, 0, null)).toBe(false);
  expect(needsFences(null, 2, null)).toBe(true);
  expect(needsFences(held, 3, at(0, 0))).toBe(true);
  expect(needsFences(held, 2, at(4_900, 0))).toBe(false);
  expect(needsFences(held, 2, at(5_100, 0))).toBe(true);
  expect(needsFences(nearestFences(many, null), 2, at(0, 0))).toBe(true);
  expect(needsFences(nearestFences({ ...many, fences: row(3) }, null), 2, at(90_000, 0))).toBe(false);
});
