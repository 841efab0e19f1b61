import { expect, test } from "vitest";
import { toScreen, toWorld } from "../../../../src/web/shared/map/mercator.ts";
import type { Leg } from "../../../../src/web/shared/map/overlay/leg.ts";
import { nearestVehicle } from "../../../../src/web/shared/map/overlay/nearest-vehicle.ts";

const NOW = 1_800_000_000_000;
const scene = { center: toWorld({ lat: 53.55, lng: 10 }), zoom: 14, width: 800, height: 600 };

function gliding(lng: number, toLng = lng): Leg {
  const [from, to] = [toWorld({ lat: 53.55, lng }), toWorld({ lat: 53.55, lng: toLng })];
  return { from, to, startsAt: NOW, durationMs: 10_000, headingDeg: 0 };
}

test("the nearest one within a finger's reach is meant, and nobody beyond it", () => {
  const legs = [
    ["west", gliding(9.9998)],
    ["east", gliding(10.0004)],
  ] as const;
  const at = (left: number) => nearestVehicle(legs, { left, top: 300 }, scene, NOW);
  expect([at(395), at(408), at(360)]).toEqual(["west", "east", null]);
});

test("a moving one is hit where it is drawn, not where it began", () => {
  const leg = gliding(10, 10.01);
  const drawn = toScreen(toWorld({ lat: 53.55, lng: 10.005 }), scene);
  expect(nearestVehicle([["a", leg]], drawn, scene, NOW + 5_000)).toBe("a");
  expect(nearestVehicle([["a", leg]], { left: 400, top: 300 }, scene, NOW + 5_000)).toBeNull();
});
