import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { statements } from "../../../src/db/client.ts";
import { drivers } from "../../../src/db/schema/drivers.ts";
import { tenants } from "../../../src/db/schema/tenants.ts";
import { documents } from "../../../src/db/schema/uploads.ts";
import { ok } from "../../../src/domain/result.ts";
import { NewTrip } from "../../../src/protocol/api/trips.ts";
import { NewVehicle, VehicleChange } from "../../../src/protocol/api/vehicles.ts";
import type { DriverId } from "../../../src/protocol/ids.ts";
import { listAssignments } from "../../../src/services/assignments.ts";
import { setDriverAvailability } from "../../../src/services/driver-duty.ts";
import { setDriverStatuses } from "../../../src/services/driver-statuses.ts";
import { cancelTrip, moveTrip } from "../../../src/services/trip-steps.ts";
import { createTrip, getTrip } from "../../../src/services/trips.ts";
import {
  createVehicle,
  getVehicle,
  listVehicles,
  retireVehicle,
  updateVehicle,
} from "../../../src/services/vehicles.ts";
import { newDocument } from "../access/proof-asks.ts";
import { addMember, depsFor, newOffice, valueOf } from "./people-fixture.ts";
import { addActiveDriver, emptyStop, liveDeps, newShipment, newTrip, stopFor } from "./trip-place.ts";

/** Locks that are taken in no order end in a deadlock in fewer. */
const CLASHES = 20;
const [ACTIVE, SUSPENDED] = ["active", "suspended"] as const;

test("a driver goes on duty, has a break and goes home, and its trip follows", async () => {
  const office = await newOffice();
  const driver = await addActiveDriver(office, office.north);
  const deps = liveDeps(driver);
  const say = async (availability: "available" | "on_break" | "off_duty") =>
    setDriverAvailability(deps, driver.driverId, { availability });
  expect(await say("on_break")).toMatchObject({ error: { tag: "off-duty" } });
  const onDuty = valueOf(
    await setDriverAvailability(deps, driver.driverId, { availability: "available", capacityStops: 5 }),
  );
  if (!onDuty.tripId) throw new Error("no trip was opened");
  expect(onDuty).toMatchObject({ availability: "available", capacityStops: 5, shiftEndsAt: null });
  expect(valueOf(await getTrip(deps, onDuty.tripId))).toMatchObject({ status: "active", stops: [] });
  expect(valueOf(await say("available")).tripId).toBe(onDuty.tripId);
  expect(valueOf(await say("on_break"))).toMatchObject({ tripId: onDuty.tripId, capacityStops: 5 });
  expect(valueOf(await getTrip(deps, onDuty.tripId)).status).toBe("paused");
  expect(valueOf(await say("off_duty"))).toMatchObject({ availability: "off_duty", tripId: null });
  expect(valueOf(await getTrip(deps, onDuty.tripId)).status).toBe("completed");
});

test("what is planned for a driver begins with the duty, which open stops keep from ending", async () => {
  const office = await newOffice();
  const driver = await addActiveDriver(office, office.north);
  const trip = await newTrip(office, driver.driverId, [emptyStop(52.51)]);
  const deps = liveDeps(driver);
  const both = await Promise.all(
    [1, 2].map(async () => setDriverAvailability(deps, driver.driverId, { availability: "available" })),
  );
  expect(both.map((one) => valueOf(one).tripId)).toEqual([trip.id, trip.id]);
  const home = await setDriverAvailability(deps, driver.driverId, { availability: "off_duty" });
  expect(home).toMatchObject({ error: { tag: "stops-open" } });
});

test("who lacks a paper that the tenant asks for stays at home, and is told which", async () => {
  const office = await newOffice();
  const { driverId, ...driver } = await addActiveDriver(office, office.north);
  const deps = liveDeps({ ...driver, driverId });
  const settings = { duty: { documents: ["licence"] } };
  valueOf(await office.tenant.run("test.settings", statements.update(tenants).set({ settings })));
  const goOnDuty = async () => setDriverAvailability(deps, driverId, { availability: "available" });
  const refusal = (message: string) => ({
    error: { tag: "not-allowed-now", errors: [{ path: "documents.licence", message }] },
  });
  expect(await goOnDuty()).toMatchObject(refusal("is missing"));
  const trip = NewTrip.parse({ regionId: office.north, driverId });
  expect(await createTrip(deps, trip)).toMatchObject(refusal("is missing"));
  expect(await createTrip(liveDeps(office.admin), trip)).toMatchObject(refusal("is missing"));
  await newDocument({ ...office, drivers: [driverId] });
  expect(await goOnDuty()).toMatchObject(refusal("is not approved yet"));
  const review = async (expiresOn: string) =>
    valueOf(
      await office.tenant.run("test.review", statements.update(documents).set({ status: "approved", expiresOn })),
    );
  await review("2999-01-31");
  const { id: tripId } = valueOf(await createTrip(liveDeps(office.admin), trip));
  await review("2020-01-31");
  expect(await goOnDuty()).toMatchObject(refusal("has expired"));
  // Good when it was planned, and by now it is not.
  expect(await moveTrip(liveDeps(office.admin), tripId, "start")).toMatchObject(refusal("has expired"));
  await review("2999-01-31");
  expect(valueOf(await goOnDuty()).tripId).not.toBeNull();
});

test("nobody who is suspended goes on duty", async () => {
  const office = await newOffice();
  const driver = await addActiveDriver(office, office.north);
  const away = await addActiveDriver(office, office.south);
  const dispatcher = { ...(await addMember(office.tenant, "dispatcher")), regionIds: [office.north] };
  const deps = liveDeps(dispatcher);
  const items = [driver, away].map(({ driverId }) => ({ driverId, status: SUSPENDED }));
  const answer = valueOf(await setDriverStatuses(deps, items));
  expect(answer.items).toEqual([
    { driverId: driver.driverId, status: "suspended", error: null },
    { driverId: null, status: null, error: "not-found" },
  ]);
  const onDuty = await setDriverAvailability(liveDeps(office.admin), driver.driverId, { availability: "available" });
  expect(onDuty).toMatchObject({ error: { tag: "not-allowed-now" } });
});

test("of many at once, who was shut out comes back, and who was invited and never came stays invited", async () => {
  const office = await newOffice();
  const deps = liveDeps(office.admin);
  const { driverId } = await addActiveDriver(office, office.north);
  const newcomer = await addActiveDriver(office, office.north);
  const itself = eq(drivers.id, newcomer.driverId);
  valueOf(await office.tenant.run("test.invited", statements.update(drivers).set({ status: "invited" }).where(itself)));
  const both = [driverId, newcomer.driverId];
  const set = async (status: "active" | "suspended") => {
    const { items } = valueOf(
      await setDriverStatuses(
        deps,
        both.map((id) => ({ driverId: id, status })),
      ),
    );
    return items.map((item) => item.status);
  };
  expect(await set(ACTIVE)).toEqual([ACTIVE, "invited"]);
  expect(await set(SUSPENDED)).toEqual([SUSPENDED, SUSPENDED]);
  expect(await set(ACTIVE)).toEqual([ACTIVE, ACTIVE]);
});

test("two who change the same drivers at once, in opposite orders, both get what they want", async () => {
  const office = await newOffice();
  const ids: DriverId[] = [];
  for (let left = 6; left > 0; left--) ids.push((await addActiveDriver(office, office.north)).driverId);
  const outThenIn = ids.map((driverId, at) => ({ driverId, status: at < 3 ? SUSPENDED : ACTIVE }));
  for (let round = 0; round < CLASHES; round++) {
    const both = [outThenIn, outThenIn.toReversed()].map(async (items) =>
      setDriverStatuses(liveDeps(office.admin), items),
    );
    const became = outThenIn.map((item) => ({ ...item, error: null }));
    expect(await Promise.all(both)).toEqual([ok({ items: became }), ok({ items: became.toReversed() })]);
  }
});

test("a driver's work is listed with what is open first, page by page, each stop once", async () => {
  const office = await newOffice();
  const { driverId } = await addActiveDriver(office, office.north);
  const shipment = await newShipment(office);
  const old = await newTrip(office, driverId, [emptyStop(52.53), emptyStop(52.54)]);
  const input = { regionId: office.north, driverId, stops: [stopFor(shipment, 52.51), emptyStop(52.52)] };
  const trip = valueOf(await createTrip(liveDeps(office.admin), NewTrip.parse(input)));
  const deps = liveDeps(office.admin);
  const order = [...trip.stops, ...old.stops].map(({ stopId }) => stopId);
  const seen: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = valueOf(await listAssignments(deps, driverId, { limit: 1, cursor }));
    seen.push(...page.items.map(({ stopId }) => stopId));
    cursor = page.next;
    if (cursor === undefined) break;
  }
  expect(seen).toEqual(order);
  const { items } = valueOf(await listAssignments(deps, driverId, { state: "open", limit: 1 }));
  expect(items[0]?.shipments).toEqual([{ id: shipment.id, action: "dropoff", status: "assigned" }]);
  expect(valueOf(await listAssignments(deps, driverId, { state: "over" })).items).toEqual([]);
  valueOf(await cancelTrip(liveDeps(office.admin), old.id, {}));
});

test("a vehicle is changed by whoever read its last version, and leaves its driver when it is retired", async () => {
  const office = await newOffice();
  const driver = await addActiveDriver(office, office.north);
  const deps = depsFor(office.admin);
  const input = NewVehicle.parse({ regionId: office.north, kind: "van", label: "Van 9", plate: "AB 123" });
  const van = valueOf(await createVehicle(deps, input));
  const duty = { availability: "available", vehicleId: van.id } as const;
  expect(await getVehicle(depsFor(driver), van.id)).toMatchObject({ error: { tag: "not-found" } });
  valueOf(await setDriverAvailability(liveDeps(driver), driver.driverId, duty));
  expect(valueOf(await getVehicle(depsFor(driver), van.id))).toMatchObject({ plate: "AB 123" });
  const change = VehicleChange.parse({ ...input, label: "Van 10", version: van.version });
  expect(valueOf(await updateVehicle(deps, van.id, change)).label).toBe("Van 10");
  expect(await updateVehicle(deps, van.id, change)).toMatchObject({
    error: { tag: "version-conflict", current: { label: "Van 10", version: van.version + 1 } },
  });
  const { retiredAt } = valueOf(await retireVehicle(deps, van.id));
  expect(valueOf(await retireVehicle(deps, van.id)).retiredAt).toBe(retiredAt);
  expect(valueOf(await listVehicles(deps, { retired: "false" })).items).toEqual([]);
  expect(valueOf(await listVehicles(deps, { retired: "true", regionId: office.north })).items).toHaveLength(1);
  expect(await setDriverAvailability(liveDeps(driver), driver.driverId, duty)).toMatchObject({
    error: { tag: "invalid-request" },
  });
});
