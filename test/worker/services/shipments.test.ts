import { expect, test } from "vitest";
import { statements } from "../../../src/db/client.ts";
import { shipments } from "../../../src/db/schema/shipments.ts";
import type { Caller } from "../../../src/domain/caller.ts";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import { callOffShipment } from "../../../src/services/shipment-changes.ts";
import { createShipment, getShipment, listShipments } from "../../../src/services/shipments.ts";
import { moveTrip } from "../../../src/services/trip-steps.ts";
import { getTrip } from "../../../src/services/trips.ts";
import { addMember, depsFor, newOffice, valueOf } from "./people-fixture.ts";
import { addActiveDriver, liveDeps, newShipment, newTrip, shipmentInput, stopFor } from "./trip-place.ts";

const NOT_FOUND = { ok: false, error: { tag: "not-found" } };
const FORBIDDEN = { ok: false, error: { tag: "forbidden" } };
const NOT_NOW = { ok: false, error: { tag: "not-allowed-now" } };

test("comes back as it was handed in, and nothing of a person is readable in its row", async () => {
  const { admin, tenant, north } = await newOffice();
  const deps = depsFor(admin);
  const { shipment, isNew } = valueOf(await createShipment(deps, shipmentInput(north)));
  expect(isNew).toBe(true);
  expect(shipment).toMatchObject({
    status: "created",
    storeCode: null,
    address: { street: "Quay Street", details: "7, second floor", postcode: "" },
    recipient: { name: "Robin Recipient", phone: "+447400123456", email: "robin@example.com" },
    instructions: "Ring twice",
  });
  expect(await getShipment(deps, shipment.id)).toEqual({ ok: true, value: shipment });
  const rows = JSON.stringify(valueOf(await tenant.run("test.rows", statements.select().from(shipments))));
  for (const personal of ["Robin", "447400123456", "robin@", "second floor", "Ring twice"])
    expect(rows).not.toContain(personal);
});

test("the same reference answers the first one, for each store by itself", async () => {
  const { admin, tenant, north, south } = await newOffice();
  const store = depsFor(await addMember(tenant, "store"));
  const input = shipmentInput(north, { reference: "A-1" });
  const first = valueOf(await createShipment(store, input));
  const again = valueOf(await createShipment(store, { ...input, kind: "pickup" }));
  expect(first.shipment.storeCode).toBe("mill");
  expect(again).toEqual({ shipment: first.shipment, isNew: false });
  const own = valueOf(await createShipment(depsFor(admin), input));
  expect(own.isNew).toBe(true);
  const both = await Promise.all([1, 2, 3].map(async () => createShipment(store, { ...input, reference: "A-2" })));
  expect(new Set(both.map((made) => valueOf(made).shipment.id)).size).toBe(1);
  const elsewhere: Caller = { ...(await addMember(tenant, "dispatcher")), regionIds: [south] };
  expect(await createShipment(depsFor(elsewhere), { ...input, regionId: south })).toEqual({
    ok: false,
    error: { tag: "conflict" },
  });
});

test("a phone number that is none is refused by its field", async () => {
  const { admin, north } = await newOffice();
  const input = shipmentInput(north);
  const made = await createShipment(depsFor(admin), { ...input, recipient: { name: "Robin", phone: "12" } });
  expect(made).toMatchObject({ error: { tag: "invalid-request", errors: [{ path: "body.recipient.phone" }] } });
});

test("is seen by its store, by dispatchers of its region and by whoever drives it, and by nobody else", async () => {
  const office = await newOffice();
  const { admin, tenant, north, south } = office;
  const shipment = await newShipment(office, { storeCode: "mill" });
  const other = await newShipment(office);
  const mill = await addMember(tenant, "store");
  const dispatcher = await addMember(tenant, "dispatcher");
  const [driver, stranger] = [await addActiveDriver(office, north), await addActiveDriver(office, north)];
  await newTrip(office, driver.driverId, [stopFor(shipment, 52.51)]);
  const seenBy = async (caller: Caller) => valueOf(await listShipments(depsFor(caller), {})).items.map(({ id }) => id);
  expect(await seenBy(admin)).toEqual([other.id, shipment.id]);
  expect(await seenBy({ ...dispatcher, regionIds: [north] })).toEqual([other.id, shipment.id]);
  expect(await seenBy({ ...dispatcher, regionIds: [south] })).toEqual([]);
  expect(await seenBy(mill)).toEqual([shipment.id]);
  expect(await seenBy({ ...mill, storeCode: "quay" })).toEqual([]);
  expect(await seenBy(driver)).toEqual([shipment.id]);
  expect(await seenBy(stranger)).toEqual([]);
  const foreign = (await newOffice()).admin;
  const strangers: Caller[] = [
    stranger,
    foreign,
    { ...mill, storeCode: "quay" },
    { ...dispatcher, regionIds: [south] },
  ];
  for (const caller of strangers) expect(await getShipment(depsFor(caller), shipment.id)).toEqual(NOT_FOUND);
  expect(await listShipments(depsFor(mill), { storeCode: "quay" })).toEqual({ ok: true, value: { items: [] } });
});

test("a page ends with where the next one begins", async () => {
  const office = await newOffice();
  const all = [];
  for (let made = 0; made < 3; made++) all.unshift((await newShipment(office)).id);
  const deps = depsFor(office.admin);
  const first = valueOf(await listShipments(deps, { limit: 2 }));
  expect(first.items.map(({ id }) => id)).toEqual(all.slice(0, 2));
  expect(first.next).toBe(all[1]);
  const second = valueOf(await listShipments(deps, { limit: 2, after: all[1] }));
  expect(second).toMatchObject({ items: [{ id: all[2] }] });
  expect(second.next).toBeUndefined();
});

test("is called off until it is picked up, and its trip lets it go", async () => {
  const office = await newOffice();
  const deps = liveDeps(office.admin);
  const waiting = await newShipment(office);
  expect(valueOf(await callOffShipment(deps, waiting.id, {}))).toMatchObject({
    shipment: { status: "cancelled", closedAt: expect.any(Number) },
  });
  expect(await callOffShipment(deps, waiting.id, {})).toMatchObject({ ok: true });
  const driver = await addActiveDriver(office, office.north);
  const [first, second] = [await newShipment(office), await newShipment(office)];
  const trip = await newTrip(office, driver.driverId, [stopFor(first, 52.51), stopFor(second, 52.52)]);
  expect(valueOf(await callOffShipment(deps, first.id, {}))).toMatchObject({ shipment: { status: "cancelled" } });
  expect(valueOf(await callOffShipment(deps, first.id, {}))).toMatchObject({ shipment: { status: "cancelled" } });
  const { stops } = valueOf(await getTrip(deps, trip.id));
  expect(stops.flatMap(({ shipments: loads }) => loads.map(({ shipmentId }) => shipmentId))).toEqual([second.id]);
  valueOf(await moveTrip(deps, trip.id, "start"));
  expect(await callOffShipment(deps, second.id, {})).toMatchObject(NOT_NOW);
  expect(await callOffShipment(liveDeps(driver), second.id, {})).toEqual(FORBIDDEN);
  expect(await callOffShipment(deps, newRowId.shipment(), {})).toEqual(NOT_FOUND);
});

test("places nearer to each other than anybody can stand are kept to the centimetre", async () => {
  const { admin, north } = await newOffice();
  const deps = depsFor(admin);
  for (const degrees of [8e-109, -2.5e-50, 1e-200, 1.00000004]) {
    const input = shipmentInput(north, { place: { lat: degrees, lng: degrees } });
    const { shipment } = valueOf(await createShipment(deps, input));
    const kept = Math.round(degrees);
    expect(shipment.place).toEqual({ lat: kept + 0, lng: kept + 0 });
  }
});
