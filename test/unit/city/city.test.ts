import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { CitySpec } from "../../../dev/city/city-spec.ts";
import { demoBasemap } from "../../../dev/city/demo-basemap.ts";
import type { Address } from "../../../dev/city/make-city.ts";
import { nearestNode, pointOf, type RoadGraph } from "../../../dev/city/road-graph.ts";
import { isWet } from "../../../dev/city/terrain.ts";
import { distanceM, fromLocal } from "../../../src/domain/geo.ts";
import { DEMO_DOORS } from "../../../dev/day/demo-doors.ts";
import { harbour } from "./harbour.ts";

const city = harbour();
const place = ([lng, lat]: readonly [number, number]) => ({ lng, lat });

/** A village, because a city takes seconds. */
const VILLAGE: CitySpec = {
  seed: 7,
  name: "Village",
  coreM: 700,
  riverWidthM: 40,
  docks: 0,
  parks: 1,
  region: [
    [9.98, 53.55],
    [10.02, 53.55],
    [10.02, 53.57],
    [9.98, 53.57],
  ],
};

test("the same seed draws the same map, byte for byte; another one another map", () => {
  const hash = (spec: CitySpec) =>
    createHash("sha256")
      .update(demoBasemap([spec]))
      .digest("hex");
  expect(hash(VILLAGE)).toBe(hash(VILLAGE));
  expect(hash({ ...VILLAGE, seed: 8 })).not.toBe(hash(VILLAGE));
});

test("the city is full of addresses, each at the kerb of the street that it names", () => {
  const { graph, addresses } = city;
  expect(addresses.length).toBeGreaterThan(20_000);
  expect(addresses.filter((address) => isMisplaced(graph, address))).toEqual([]);
});

function isMisplaced(graph: RoadGraph, { street, at, edge, node }: Address): boolean {
  const ends = [graph.edgeFrom[edge] ?? -1, graph.edgeTo[edge] ?? -1];
  // On an edge the way by the door is as long as the edge, but for the width of the street.
  const byTheDoor = ends.reduce((sum, end) => sum + distanceM(place(at), place(pointOf(graph, end))), 0);
  const isAtKerb = byTheDoor - (graph.edgeMetres[edge] ?? 0) < 10;
  return !isAtKerb || !ends.includes(node) || graph.streetNames[graph.edgeStreet[edge] ?? -1] !== street;
}

test("no number is given twice in a street", () => {
  const all = city.addresses.map(({ street, number }) => `${street} ${number}`);
  expect(new Set(all).size).toBe(all.length);
});

test("houses, depots and streets without bridges stand on dry land", () => {
  const { plan, graph, depots } = city;
  const wetHouses = plan.lots.filter(({ building }) => building.some((corner) => isWet(plan.terrain, corner)));
  expect(wetHouses).toEqual([]);
  const { nodes, pieces } = plan.streets;
  const wetStreets = pieces.filter(({ from, to, isBridge }) => {
    const [a, b] = [nodes[from], nodes[to]];
    const middle = { x: ((a?.x ?? 0) + (b?.x ?? 0)) / 2, y: ((a?.y ?? 0) + (b?.y ?? 0)) / 2 };
    return !isBridge && isWet(plan.terrain, middle);
  });
  expect(wetStreets).toEqual([]);
  expect(pieces.filter(({ isBridge }) => isBridge).length).toBeGreaterThan(20);
  for (const { node, at } of depots) expect(nearestNode(graph, at)).toBe(node);
});

test("the service area lies inside the city, with streets at each corner", () => {
  const { region, graph, plan } = city;
  const { frame, halfWidth, halfHeight } = plan.terrain;
  const [northEast, southWest] = [1, -1].map((sign) => fromLocal(frame, { x: sign * halfWidth, y: sign * halfHeight }));
  for (const corner of region) {
    expect(corner[0] < (northEast?.lng ?? 0) && corner[0] > (southWest?.lng ?? 0)).toBe(true);
    expect(corner[1] < (northEast?.lat ?? 0) && corner[1] > (southWest?.lat ?? 0)).toBe(true);
    expect(distanceM(place(corner), place(pointOf(graph, nearestNode(graph, corner))))).toBeLessThan(800);
  }
});

test("the doors of the demo's day are where its city has them", () => {
  const known = new Set(
    city.addresses.map(({ street, number, at: [lng, lat] }) => `${street} ${number} ${lat} ${lng}`),
  );
  const doors = DEMO_DOORS.harbour;
  expect(doors.length).toBeGreaterThan(0);
  for (const { street, number, lat, lng } of doors) expect(known).toContain(`${street} ${number} ${lat} ${lng}`);
});
