import { expect, test } from "vitest";
import { err } from "../../../src/domain/result.ts";
import type { RoadRouter } from "../../../src/platform/routing/road-router.ts";
import type { Shipment } from "../../../src/protocol/api/shipments.ts";
import { STOPS_MAX } from "../../../src/protocol/live/trip-brief.ts";
import { getShipment } from "../../../src/services/shipments.ts";
import { addStop } from "../../../src/services/stop-changes.ts";
import { planTrip } from "../../../src/services/trip-plan.ts";
import { moveStop, moveTrip } from "../../../src/services/trip-steps.ts";
import { depsFor, newOffice, type Office, valueOf } from "./people-fixture.ts";
import { addActiveDriver, emptyStop, liveDeps, newShipment, newTrip, stopFor } from "./trip-place.ts";

const TOO_LATE = { ok: false, error: { tag: "not-allowed-now" } };

async function newRound(stops = [emptyStop(52.5)]) {
  const office = await newOffice();
  const { driverId } = await addActiveDriver(office, office.north);
  const trip = await newTrip(office, driverId, stops);
  valueOf(await moveTrip(liveDeps(office.admin), trip.id, "start"));
  return { office, trip, parcel: await newShipment(office) };
}

/** What happens to a trip while somebody asks for the way of its next plan. */
function roadsWhile(happens: () => Promise<unknown>): RoadRouter {
  return {
    source: "osrm",
    way: async () => {
      await happens();
      return err({ tag: "no-way" });
    },
  };
}

async function holdOf({ admin }: Office, { id }: Shipment) {
  const { status, tripId, version } = valueOf(await getShipment(depsFor(admin), id));
  return { status, tripId, version };
}

async function end(office: Office, { id: tripId, stops }: Awaited<ReturnType<typeof newTrip>>) {
  const deps = liveDeps(office.admin);
  for (const { stopId } of stops) valueOf(await moveStop(deps, { tripId, stopId }, "skip", undefined));
  valueOf(await moveTrip(deps, tripId, "complete"));
}

test("a trip that is over takes no parcel", async () => {
  const { office, trip, parcel } = await newRound();
  await end(office, trip);
  const deps = liveDeps(office.admin);
  expect(await addStop(deps, trip.id, stopFor(parcel, 52.6))).toEqual(TOO_LATE);
  expect(await planTrip(deps, trip.id, { stops: [stopFor(parcel, 52.6)] })).toEqual(TOO_LATE);
  expect(await holdOf(office, parcel)).toEqual({ status: "created", tripId: null, version: 1 });
});

test("a parcel for a trip that ends meanwhile waits for another", async () => {
  const { office, trip, parcel } = await newRound();
  const deps = liveDeps(office.admin);
  const ending: typeof deps.trip = (tenantId, tripId) => {
    const object = deps.trip(tenantId, tripId);
    const picture = async () => {
      const seen = await object.picture();
      if (seen?.trip.status === "active") await end(office, trip);
      return seen;
    };
    return new Proxy(object, { get: (_, name): unknown => (name === "picture" ? picture : Reflect.get(object, name)) });
  };
  expect(await addStop({ ...deps, trip: ending }, trip.id, stopFor(parcel, 52.6))).toEqual(TOO_LATE);
  expect(await holdOf(office, parcel)).toMatchObject({ status: "created", tripId: null });
});

test("who is overtaken each time holds no more than before", async () => {
  const { office, trip, parcel } = await newRound();
  const kept = await newShipment(office);
  valueOf(await addStop(liveDeps(office.admin), trip.id, stopFor(kept, 52.55)));
  const others = roadsWhile(() => addStop(liveDeps(office.admin), trip.id, emptyStop(52.7)));
  const late = await addStop(liveDeps(office.admin, { roads: others }), trip.id, stopFor(parcel, 52.6));
  expect(late).toMatchObject({ error: { tag: "version-conflict" } });
  expect(await holdOf(office, parcel)).toMatchObject({ status: "created", tripId: null });
  expect(await holdOf(office, kept)).toMatchObject({ status: "out_for_delivery", tripId: trip.id });
});

test("a plan that is too long takes no parcel", async () => {
  const { office, trip, parcel } = await newRound(Array.from({ length: STOPS_MAX }, () => emptyStop(52.5)));
  const long = await addStop(liveDeps(office.admin), trip.id, stopFor(parcel, 52.6));
  expect(long).toEqual({ ok: false, error: { tag: "invalid-request" } });
  expect(await holdOf(office, parcel)).toEqual({ status: "created", tripId: null, version: 1 });
});
