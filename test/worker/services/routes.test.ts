import { expect, test, vi } from "vitest";
import { openDb } from "../../../src/db/client.ts";
import { optimiseRoutes } from "../../../src/services/route-optimise.ts";
import { getRouteAnalytics, getRouteHistory, shareRoute } from "../../../src/services/route-reports.ts";
import { showShipment } from "../../../src/services/shipments.ts";
import type { TripDeps } from "../../../src/services/trip-access.ts";
import { moveStop, moveTrip } from "../../../src/services/trip-steps.ts";
import { getTrip } from "../../../src/services/trips.ts";
import { UNREACHABLE } from "../jobs/job-deps.ts";
import { newOffice, valueOf } from "./people-fixture.ts";
import { addActiveDriver, emptyStop, liveDeps, newShipment, newTrip, stopFor } from "./trip-place.ts";

/** Half a second until the object sends, a second until the queue delivers, and a busy machine. */
const ARRIVES = { timeout: 20_000, interval: 250 };

test("a zigzag becomes a line, and the trip's plan once that is wanted", async () => {
  const office = await newOffice();
  const { driverId } = await addActiveDriver(office, office.north);
  const trip = await newTrip(
    office,
    driverId,
    [52.54, 52.51, 52.53, 52.52].map((lat) => emptyStop(lat)),
  );
  const deps = liveDeps(office.admin);
  const asked = valueOf(await optimiseRoutes(deps, { tripId: trip.id, apply: false }));
  if ("jobId" in asked) throw new Error("four stops became a job");
  expect(asked.costAfter).toBeLessThan(asked.costBefore ?? 0);
  expect(valueOf(await getTrip(deps, trip.id)).stops).toEqual(trip.stops);
  expect(valueOf(await optimiseRoutes(deps, { tripId: trip.id, apply: true }))).toMatchObject({ applied: true });
  const lats = valueOf(await getTrip(deps, trip.id)).stops.map(({ lat }) => lat);
  expect([lats, lats.toReversed()]).toContainEqual([52.51, 52.52, 52.53, 52.54]);
});

test("a route that ended has its log, its sums and a link for each parcel", async () => {
  const office = await newOffice();
  const { driverId } = await addActiveDriver(office, office.north);
  const shipment = await newShipment(office);
  const trip = await newTrip(office, driverId, [stopFor(shipment, 52.51), emptyStop(52.52)]);
  const deps = liveDeps(office.admin);
  const links = { ...deps, relyingParty: { origin: "http://doorstep.test" } };
  expect(valueOf(await shareRoute(links, trip.id, {})).items).toMatchObject([
    { shipmentId: shipment.id, url: expect.stringContaining("http://doorstep.test/t/") },
  ]);
  valueOf(await moveTrip(deps, trip.id, "start"));
  for (const { stopId } of trip.stops) valueOf(await moveStop(deps, { tripId: trip.id, stopId }, "finish", undefined));
  expect(valueOf(await showShipment(deps, shipment.id))).toMatchObject({ shipment: { status: "delivered" } });
  const away: TripDeps = {
    ...deps,
    trip: () => {
      throw new Error("the object is away");
    },
  };
  expect(valueOf(await showShipment(away, shipment.id)).shipment.id).toBe(shipment.id);
  valueOf(await moveTrip(deps, trip.id, "complete"));
  const offline = liveDeps(office.admin, { db: openDb(UNREACHABLE, () => {}) });
  // At once, and from the trip alone: nobody waits for the ledger.
  const first = valueOf(await getRouteHistory(offline, trip.id, { limit: 1 }));
  expect(first.items.map(({ body }) => body)).toEqual([{ kind: "trip", status: "active" }]);
  const rest = valueOf(await getRouteHistory(deps, trip.id, { after: Number(first.next) }));
  expect(rest.items.at(-1)?.body).toEqual({ kind: "trip", status: "completed" });
  expect(rest.exports).toContain(`/api/v1/trips/${trip.id}/track.gpx`);
  const span = { from: Date.now() - 60_000, to: Date.now() + 60_000 };
  await vi.waitFor(async () => {
    const sums = valueOf(await getRouteAnalytics(deps, { ...span, driverId }));
    expect(sums).toMatchObject({ trips: 1, stops: 2, stopsDone: 2, stopsFailed: 0, onTimeShare: null });
    expect(sums.plannedSeconds).toBeGreaterThan(120);
  }, ARRIVES);
  expect(valueOf(await getRouteAnalytics(deps, { ...span, regionId: office.south })).trips).toBe(0);
  expect(valueOf(await getRouteHistory(away, trip.id, {})).items).toEqual([...first.items, ...rest.items]);
});
