import { expect, inject, test, vi } from "vitest";
import { decodePolyline } from "../../../src/domain/polyline.ts";
import { UpstreamGate } from "../../../src/platform/outbound/upstream-gate.ts";
import { GuardedRouter } from "../../../src/platform/routing/guarded-router.ts";
import { osrmRouter } from "../../../src/platform/routing/osrm.ts";
import type { RoadRouter } from "../../../src/platform/routing/road-router.ts";
import { valhallaRouter } from "../../../src/platform/routing/valhalla.ts";
import { NewTrip } from "../../../src/protocol/api/trips.ts";
import type { PlannedRoute, RouteSource } from "../../../src/protocol/live/planned-route.ts";
import { planTrip } from "../../../src/services/trip-plan.ts";
import { moveStop, moveTrip } from "../../../src/services/trip-steps.ts";
import { createTrip, getTrip } from "../../../src/services/trips.ts";
import { newOffice, valueOf } from "./people-fixture.ts";
import { addActiveDriver, emptyStop, liveDeps } from "./trip-place.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A routing service of this run's. */
    routingUrl: string;
  }
}

/** The discard port: nobody listens there. */
const NOWHERE = "http://127.0.0.1:9";
const MAKE = { osrm: osrmRouter, valhalla: valhallaRouter } as const;

function roadsAt(url: string, source: keyof typeof MAKE = "osrm"): RoadRouter {
  const now = () => Date.now();
  const gate = new UpstreamGate({ now, later: () => {}, onTrouble: () => {} });
  return new GuardedRouter(MAKE[source]({ url }), { now, gate, log: () => {} });
}

/** What no service says. */
const NONE: PlannedRoute = { source: "straight-line", fallback: false, line: null, legs: [] };

/** Latitudes, to ten metres. */
function endsOf({ line }: PlannedRoute): (number | undefined)[] {
  const points = valueOf(decodePolyline(line ?? ""));
  return [points[0], points.at(-1)].map((point) => point && Math.round(point.lat * 1e4) / 1e4);
}

async function newTrip(roads: RoadRouter | null) {
  const office = await newOffice();
  const { driverId } = await addActiveDriver(office, office.north);
  const stops = [52.51, 52.52, 52.53].map((lat) => emptyStop(lat));
  const deps = liveDeps(office.admin, { roads });
  const trip = valueOf(await createTrip(deps, NewTrip.parse({ regionId: office.north, driverId, stops })));
  return { deps, trip, office };
}

test.each<Exclude<RouteSource, "straight-line">>(["osrm", "valhalla"])(
  "a trip is opened with the way that %s knows",
  async (source) => {
    const { deps, trip } = await newTrip(roadsAt(inject("routingUrl"), source));
    const { route = NONE } = valueOf(await getTrip(deps, trip.id));
    expect(route).toMatchObject({ source, fallback: false });
    expect(route.legs.map(({ stopId }) => stopId)).toEqual(trip.stops.map(({ stopId }) => stopId));
    expect(route.legs[0]).toMatchObject({ metres: 0, seconds: 0 });
    expect(route.legs[1]?.metres).toBeCloseTo(1112, -1);
    expect(route.legs[1]?.seconds).toBeCloseTo(111, 0);
    expect(endsOf(route)).toEqual([52.51, 52.53]);
  },
);

test("what the service does not know, or not in time, is estimated and marked", async () => {
  const { trip } = await newTrip(roadsAt(NOWHERE));
  expect(trip.route).toMatchObject({ source: "straight-line", fallback: true, line: null });
  // Roads are a fifth longer than the crow's way.
  expect(trip.route?.legs[1]?.metres).toBeCloseTo(1112 * 1.2, -1);
});

test("without a service estimates are no fallback, and a trip without stops has no route", async () => {
  const { office, trip } = await newTrip(null);
  expect(trip.route).toMatchObject({ source: "straight-line", fallback: false, line: null });
  const { driverId } = await addActiveDriver(office, office.north);
  const idle = valueOf(await createTrip(liveDeps(office.admin), NewTrip.parse({ regionId: office.north, driverId })));
  expect(idle.route).toBeUndefined();
});

test("a new plan of a running trip begins where the driver is, and leaves out what is over", async () => {
  const { deps, trip, office } = await newTrip(roadsAt(inject("routingUrl")));
  valueOf(await moveTrip(deps, trip.id, "start"));
  const [first, second, third] = trip.stops.map(({ stopId }) => stopId);
  if (!first || !second || !third) throw new Error("a stop is missing");
  valueOf(await moveStop(deps, { tripId: trip.id, stopId: first }, "finish", undefined));
  const object = deps.trip(office.tenantId, trip.id);
  await object.ingest({ epoch: "epoch-0001", fixes: [[1, Date.now(), 52.5, 13.4, 5, 0, 0, 0]] });
  await vi.waitFor(async () => expect((await object.picture())?.point).not.toBeNull());
  const { route = NONE } = valueOf(await planTrip(deps, trip.id, { stops: [{ id: third }, { id: second }] }));
  expect(route.legs.map(({ stopId }) => stopId)).toEqual([third, second]);
  expect(route.legs[0]?.metres).toBeCloseTo(3 * 1112, -2);
  expect(endsOf(route)).toEqual([52.5, 52.52]);
});
