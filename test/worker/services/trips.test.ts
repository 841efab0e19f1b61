import { expect, test } from "vitest";
import { openDb } from "../../../src/db/client.ts";
import { findTrip } from "../../../src/db/trips.ts";
import type { Caller } from "../../../src/domain/caller.ts";
import { err } from "../../../src/domain/result.ts";
import { NewTrip } from "../../../src/protocol/api/trips.ts";
import { getShipment } from "../../../src/services/shipments.ts";
import { changePlan, planTrip } from "../../../src/services/trip-plan.ts";
import { cancelTrip, moveStop, moveTrip } from "../../../src/services/trip-steps.ts";
import { createTrip, getTrip, listTrips } from "../../../src/services/trips.ts";
import { UNREACHABLE } from "../jobs/job-deps.ts";
import { addMember, depsFor, newOffice, valueOf } from "./people-fixture.ts";
import { addActiveDriver, liveDeps, newShipment, newTrip, stopFor } from "./trip-place.ts";

const NOT_FOUND = { ok: false, error: { tag: "not-found" } };
const FORBIDDEN = { ok: false, error: { tag: "forbidden" } };
const CONFLICT = { ok: false, error: { tag: "conflict" } };
const noDatabase = openDb(UNREACHABLE, () => {});

async function newRound() {
  const office = await newOffice();
  const driver = await addActiveDriver(office, office.north);
  const shipments = [await newShipment(office), await newShipment(office)] as const;
  const trip = await newTrip(office, driver.driverId, [stopFor(shipments[0], 52.51), stopFor(shipments[1], 52.52)]);
  const [first, second] = trip.stops;
  if (!first || !second) throw new Error("a stop is missing");
  return { office, driver, shipments, trip, stops: [first.stopId, second.stopId] as const };
}

test("a planned trip is in Postgres and in its object, and holds what it carries", async () => {
  const { office, trip, shipments, driver } = await newRound();
  expect(trip).toMatchObject({ status: "planned", driverFirstName: "Ada", driverId: driver.driverId, seq: 0 });
  expect(trip.stops.map(({ shipments: loads }) => loads.map(({ shipmentId }) => shipmentId))).toEqual(
    shipments.map(({ id }) => [id]),
  );
  expect(await getTrip(liveDeps(office.admin), trip.id)).toEqual({ ok: true, value: trip });
  const stored = valueOf(await findTrip(office.tenant, trip.id));
  expect(stored).toMatchObject({ trip: { status: "planned", stopsTotal: 2 }, stops: [{}, {}], loads: [{}, {}] });
  for (const { id } of shipments)
    expect(await getShipment(depsFor(office.admin), id)).toMatchObject({
      value: { status: "assigned", tripId: trip.id },
    });
});

test("no two trips take the same shipment, and a foreign or distant one is not found", async () => {
  const { office, driver, shipments } = await newRound();
  const { admin, north, south } = office;
  const attempt = async (id: string, regionId = north) =>
    createTrip(
      liveDeps(admin),
      NewTrip.parse({
        regionId,
        driverId: driver.driverId,
        stops: [{ place: { lat: 1, lng: 1 }, shipments: [{ id }] }],
      }),
    );
  expect(await attempt(shipments[0].id)).toEqual(CONFLICT);
  const distant = await newShipment(office, { regionId: south });
  expect(await attempt(distant.id)).toEqual(NOT_FOUND);
  const foreign = await newShipment(await newOffice());
  expect(await attempt(foreign.id)).toEqual(NOT_FOUND);
  const free = await newShipment(office);
  const both = await Promise.all([attempt(free.id), attempt(free.id)]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
});

test("a driver goes on duty at home, and takes nothing that nobody gave it", async () => {
  const office = await newOffice();
  const { north, south } = office;
  const driver = await addActiveDriver(office, north);
  const open = async (over: object, caller: Caller = driver) =>
    createTrip(liveDeps(caller), NewTrip.parse({ regionId: north, driverId: driver.driverId, ...over }));
  expect(await open({})).toMatchObject({ ok: true, value: { stops: [] } });
  expect(await open({ regionId: south })).toEqual(FORBIDDEN);
  expect(await open({ stops: [{ place: { lat: 1, lng: 1 } }] })).toEqual(FORBIDDEN);
  expect(await open({}, await addActiveDriver(office, north))).toEqual(FORBIDDEN);
  expect(await open({}, (await newOffice()).admin)).toEqual(NOT_FOUND);
});

test("without the database a live trip is started, served and ended", async () => {
  const { office, driver, trip, stops } = await newRound();
  const deps = liveDeps(driver, { db: noDatabase });
  expect(valueOf(await moveTrip(deps, trip.id, "start"))).toMatchObject({ status: "active" });
  expect(await deps.account(office.tenantId, driver.driverId).duty()).toBe(trip.id);
  const at = (stopId: (typeof stops)[number]) => ({ tripId: trip.id, stopId });
  valueOf(await moveStop(deps, at(stops[0]), "arrive", undefined));
  expect(await moveTrip(deps, trip.id, "complete")).toEqual({ ok: false, error: { tag: "stops-open" } });
  valueOf(await moveStop(deps, at(stops[0]), "finish", undefined));
  const failed = valueOf(await moveStop(deps, at(stops[1]), "fail", "nobody there"));
  expect(failed.stops.map(({ status }) => status)).toEqual(["done", "failed"]);
  valueOf(await moveTrip(deps, trip.id, "pause"));
  valueOf(await moveTrip(deps, trip.id, "resume"));
  expect(valueOf(await moveTrip(deps, trip.id, "complete"))).toMatchObject({ status: "completed" });
  expect(await moveTrip(deps, trip.id, "complete")).toMatchObject({ ok: true });
  expect(await moveTrip(deps, trip.id, "start")).toEqual({ ok: false, error: { tag: "not-allowed-now" } });
  expect(valueOf(await getTrip(deps, trip.id))).toMatchObject({ status: "completed" });
});

test("a driver is on one trip at a time, and keeps the last one until the next begins", async () => {
  const { office, driver, trip } = await newRound();
  const deps = liveDeps(office.admin);
  const next = await newTrip(office, driver.driverId);
  valueOf(await moveTrip(deps, next.id, "start"));
  expect(await moveTrip(deps, trip.id, "start")).toEqual({ ok: false, error: { tag: "driver-busy" } });
  expect(await moveTrip(deps, next.id, "start")).toMatchObject({ ok: true });
  valueOf(await moveTrip(deps, next.id, "complete"));
  expect(await deps.account(office.tenantId, driver.driverId).duty()).toBe(next.id);
  valueOf(await moveTrip(deps, trip.id, "start"));
  expect(await deps.account(office.tenantId, driver.driverId).duty()).toBe(trip.id);
});

test("whose change of a plan comes too late is shown the trip as it is", async () => {
  const { office, trip } = await newRound();
  const late = await changePlan(liveDeps(office.admin), trip.id, () => err({ tag: "version-conflict" }));
  expect(late).toMatchObject({ error: { tag: "version-conflict", current: { id: trip.id, stops: trip.stops } } });
});

test("a live plan is reordered, shortened and lengthened; what is over stays, what is on board cannot be left out", async () => {
  const { office, trip, stops } = await newRound();
  const deps = liveDeps(office.admin);
  const extra = await newShipment(office);
  const [first, second] = stops;
  const planned = valueOf(
    await planTrip(deps, trip.id, { stops: [{ id: second }, stopFor(extra, 52.53), { id: first }] }),
  );
  expect(planned.stops.map(({ stopId }) => stopId)).toEqual([second, expect.any(String), first]);
  const without = valueOf(await planTrip(deps, trip.id, { stops: [{ id: second }] }));
  expect(without.stops).toHaveLength(1);
  valueOf(await moveTrip(deps, trip.id, "start"));
  expect(await planTrip(deps, trip.id, { stops: [] })).toEqual({ ok: false, error: { tag: "not-allowed-now" } });
  valueOf(await moveStop(deps, { tripId: trip.id, stopId: second }, "finish", undefined));
  const rest = valueOf(await planTrip(liveDeps(office.admin, { db: noDatabase }), trip.id, { stops: [] }));
  expect(rest.stops).toMatchObject([{ stopId: second, status: "done" }]);
  expect(await planTrip(deps, trip.id, { stops: [{ id: first }] })).toEqual(NOT_FOUND);
});

test("what one may not see is not found, in another tenant as in another region", async () => {
  const { office, driver, trip, stops } = await newRound();
  const dispatcher = await addMember(office.tenant, "dispatcher");
  const colleague = await addActiveDriver(office, office.north);
  const foreign = (await newOffice()).admin;
  for (const caller of [foreign, colleague, { ...dispatcher, regionIds: [office.south] }]) {
    const deps = liveDeps(caller);
    expect(await getTrip(deps, trip.id)).toEqual(NOT_FOUND);
    expect(await moveTrip(deps, trip.id, "start")).toEqual(NOT_FOUND);
    expect(await moveStop(deps, { tripId: trip.id, stopId: stops[0] }, "skip", undefined)).toEqual(NOT_FOUND);
    expect(valueOf(await listTrips(deps, {})).items).toEqual([]);
  }
  expect(await cancelTrip(liveDeps(driver), trip.id, {})).toEqual(FORBIDDEN);
  expect(await planTrip(liveDeps(driver), trip.id, { stops: [] })).toEqual(FORBIDDEN);
  expect(valueOf(await listTrips(liveDeps(driver), {})).items).toMatchObject([{ id: trip.id, stopsTotal: 2 }]);
  expect(valueOf(await listTrips(liveDeps(driver), { driverId: colleague.driverId })).items).toEqual([]);
});

test("a trip whose object was never told is opened by the first who asks", async () => {
  const { office, driver } = await newRound();
  const deps = liveDeps(office.admin);
  const deaf: typeof deps.trip = (tenantId, tripId) => {
    const stub = deps.trip(tenantId, tripId);
    return new Proxy(stub, {
      get: (target, name): unknown => {
        if (name === "open") throw new Error("the runtime stopped");
        return Reflect.get(target, name);
      },
    });
  };
  const input = NewTrip.parse({ regionId: office.north, driverId: driver.driverId });
  await expect(createTrip({ ...deps, trip: deaf }, input)).rejects.toThrow("stopped");
  const [row] = valueOf(await listTrips(deps, {})).items;
  if (!row) throw new Error("the row is missing");
  expect(await deps.trip(office.tenantId, row.id).owner()).toBeNull();
  expect(valueOf(await moveTrip(deps, row.id, "start"))).toMatchObject({ id: row.id, status: "active" });
});
