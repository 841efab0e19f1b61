import { runInDurableObject } from "cloudflare:test";
import { expect, test, vi } from "vitest";
import { openDb } from "../../../src/db/client.ts";
import { sendActions } from "../../../src/services/positions.ts";
import { planTrip } from "../../../src/services/trip-plan.ts";
import { cancelTrip, moveStop, moveTrip } from "../../../src/services/trip-steps.ts";
import { listTrips } from "../../../src/services/trips.ts";
import { setShipmentStatus } from "../../../src/services/shipment-changes.ts";
import { searchShipments } from "../../../src/services/shipment-search.ts";
import { getShipment } from "../../../src/services/shipments.ts";
import type { ShipmentStatus } from "../../../src/protocol/shipment.ts";
import { UNREACHABLE } from "../jobs/job-deps.ts";
import { drive, driverOf, is } from "../objects/trip/trip-fixture.ts";
import { plannedRound, written } from "./ledger-place.ts";
import { depsFor, valueOf } from "./people-fixture.ts";
import { liveDeps, newShipment, stopFor } from "./trip-place.ts";

/** Half a second until the object sends, a second until the queue delivers, and a busy machine. */
const ARRIVES = { timeout: 20_000, interval: 250 };

test("from the first order to the measured way, through the real alarm and the real queue", async () => {
  const { office, driver, shipment, trip, stopId } = await plannedRound();
  const deps = liveDeps(driver);
  const place = { tripId: trip.id, stopId };
  valueOf(await moveTrip(deps, trip.id, "start"));
  const object = deps.trip(office.tenantId, trip.id);
  expect(await object.ingest({ epoch: "epoch-0001", fixes: drive(1, 30) })).toMatchObject({
    ok: true,
    value: { fixes: 30 },
  });
  valueOf(await moveStop(deps, place, "arrive", undefined));
  valueOf(await moveStop(deps, place, "finish", undefined));
  const ended = valueOf(await moveTrip(deps, trip.id, "complete"));
  await vi.waitFor(async () => {
    const rows = await written(office.tenant, trip.id);
    expect(rows.trip).toMatchObject({ status: "completed", finishedAt: ended.finishedAt, stopsDone: 1 });
    expect(rows.trip.distanceM).toBeGreaterThan(200);
    expect(rows.events.at(-1)).toBe(rows.trip.eventSeq);
    expect(rows.stops).toMatchObject([{ status: "done" }]);
    expect(rows.dead).toBe(0);
  }, ARRIVES);
  expect(valueOf(await getShipment(depsFor(office.admin), shipment.id))).toMatchObject({
    status: "delivered",
    closedAt: expect.any(Number),
  });
});

test("what happened while the database was away arrives when it is back", async () => {
  const { office, trip, stopId } = await plannedRound();
  const deps = liveDeps(office.admin, { db: openDb(UNREACHABLE, () => {}) });
  valueOf(await moveTrip(deps, trip.id, "start"));
  valueOf(await moveStop(deps, { tripId: trip.id, stopId }, "fail", "nobody there"));
  await vi.waitFor(async () => {
    const rows = await written(office.tenant, trip.id);
    expect(rows).toMatchObject({ trip: { status: "active", stopsDone: 1 }, stops: [{ status: "failed" }] });
  }, ARRIVES);
});

test("whoever changed something on a trip finds it so in lists and searches at once", async () => {
  const { office, shipment, trip, stopId } = await plannedRound();
  const deps = liveDeps(office.admin);
  const found = async (status: ShipmentStatus) =>
    valueOf(await searchShipments(deps, { tripId: trip.id, status: [status] })).items.map(({ id }) => id);
  valueOf(await moveTrip(deps, trip.id, "start"));
  expect(valueOf(await listTrips(deps, { status: "active" })).items.map(({ id }) => id)).toEqual([trip.id]);
  valueOf(await setShipmentStatus(deps, shipment.id, { status: "out_for_delivery" }, undefined));
  expect(await found("out_for_delivery")).toEqual([shipment.id]);
  valueOf(await moveStop(deps, { tripId: trip.id, stopId }, "fail", "nobody there"));
  expect(await found("failed")).toEqual([shipment.id]);
  // The object sends the same by itself, which finds it done.
  await vi.waitFor(async () => {
    const { events, trip: row } = await written(office.tenant, trip.id);
    expect(new Set(events).size).toBe(events.length);
    expect(row.eventSeq).toBe(events.at(-1));
    expect((await deps.trip(office.tenantId, trip.id).logAfter("confirmed", 1))?.events).toEqual([]);
  }, ARRIVES);
});

test("a driver whose phone sends actions by request finds them so in its own lists and searches at once", async () => {
  const { driver, shipment, trip, stopId } = await plannedRound();
  const deps = liveDeps(driver);
  valueOf(await moveTrip(deps, trip.id, "start"));
  const found = async (status: ShipmentStatus) =>
    valueOf(await searchShipments(deps, { status: [status] })).items.map(({ id }) => id);
  const numbered = (seq: number) => ({ epoch: "phone-0001", seq, at: Date.now() });
  const failed = { ...numbered(1), type: "stop:statusUpdate", stopId, event: "fail", reason: "nobody there" } as const;
  expect(valueOf(await sendActions(deps, { actions: [failed] }))).toMatchObject({ actions: 1, refused: [] });
  expect(await found("failed")).toEqual([shipment.id]);
  const complete = { ...numbered(2), type: "trip:statusUpdate", event: "complete" } as const;
  expect(valueOf(await sendActions(deps, { actions: [complete] }))).toMatchObject({ actions: 2, refused: [] });
  expect(valueOf(await listTrips(deps, { status: "completed" })).items.map(({ id }) => id)).toEqual([trip.id]);
});

test("a new plan of a live trip reaches its rows, and what it let go is free", async () => {
  const { office, shipment, trip, stopId } = await plannedRound();
  const deps = liveDeps(office.admin);
  const extra = await newShipment(office);
  const two = valueOf(await planTrip(deps, trip.id, { stops: [stopFor(extra, 52.6), { id: stopId }] }));
  const order = two.stops.map((stop) => stop.stopId);
  await vi.waitFor(async () => {
    const rows = await written(office.tenant, trip.id);
    expect(rows.stops.map(({ id }) => id)).toEqual(order);
    expect(rows.trip).toMatchObject({ stopsTotal: 2, status: "planned" });
  }, ARRIVES);
  valueOf(await planTrip(deps, trip.id, { stops: two.stops.slice(0, 1).map((stop) => ({ id: stop.stopId })) }));
  await vi.waitFor(async () => {
    const rows = await written(office.tenant, trip.id);
    expect(rows.stops.map(({ id }) => id)).toEqual(order.slice(0, 1));
    expect(rows.shipments).toMatchObject([{ id: extra.id, status: "assigned" }]);
  }, ARRIVES);
  expect(valueOf(await getShipment(depsFor(office.admin), shipment.id))).toMatchObject({
    status: "created",
    tripId: null,
  });
});

test("when a trip ends by request, its track follows at once, though the driver is still connected", async () => {
  const { office, driver, trip } = await plannedRound();
  const deps = liveDeps(office.admin);
  valueOf(await moveTrip(liveDeps(driver), trip.id, "start"));
  const object = deps.trip(office.tenantId, trip.id);
  const picture = await object.picture();
  if (!picture) throw new Error("the trip is not open");
  const { ear } = await driverOf(picture.trip);
  // The alarm of the start is over: what is sealed from now on waits for more, until the end.
  const alarms = async () =>
    runInDurableObject(object, (_, { storage }) =>
      storage.sql.exec("SELECT 1 FROM alarm_slots WHERE name = 'ledger'").toArray(),
    );
  await vi.waitFor(async () => expect(await alarms()).toEqual([]), ARRIVES);
  ear.say({ type: "driver:locationUpdate", epoch: "epoch-0001", fixes: drive(1, 20) });
  await ear.wait(is("ack"));
  valueOf(await cancelTrip(deps, trip.id, {}));
  await vi.waitFor(
    async () => expect((await written(office.tenant, trip.id)).trip.chunkSeq).toBeGreaterThan(0),
    ARRIVES,
  );
});
