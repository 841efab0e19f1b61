import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { tripObject } from "../../../src/platform/object-stubs.ts";
import { listShipmentHistory } from "../../../src/protocol/api/shipment-changes.ts";
import { getRouteHistory } from "../../../src/protocol/api/routes.ts";
import { Shipment } from "../../../src/protocol/api/shipments.ts";
import { IssuedTrackingLink } from "../../../src/protocol/api/tracking-links.ts";
import { Problem } from "../../../src/protocol/errors.ts";
import { CustomerView } from "../../../src/protocol/live/track-down.ts";
import { moveTrip } from "../../../src/services/trip-steps.ts";
import { driverToken, userToken } from "../access/identities.ts";
import { driverOf, is } from "../objects/trip/trip-fixture.ts";
import { addMember, newOffice, type Office, valueOf } from "../services/people-fixture.ts";
import { addActiveDriver, emptyStop, liveDeps, newShipment, newTrip, stopFor } from "../services/trip-place.ts";
import { askAs } from "./ask-as.ts";
import { call } from "./call.ts";

const History = listShipmentHistory.output;

const shipmentOf = async (answer: Response) => Shipment.parse(await answer.json());
const problemOf = async (answer: Response) => Problem.parse(await answer.json());

async function historyOf(token: string, id: string, query = "") {
  return History.parse(await (await askAs(token, `GET /shipments/${id}/history${query}`)).json());
}

async function withMill(office: Office) {
  const shipment = await newShipment(office, { storeCode: "mill" });
  return { shipment, path: `/shipments/${shipment.id}`, admin: await userToken(office.admin) };
}

test("a change is based on what was read, and whoever comes too late sees what there is now", async () => {
  const { path, admin } = await withMill(await newOffice());
  const read = await askAs(admin, `GET ${path}`);
  expect(read.headers.get("etag")).toBe('"1"');
  const change = (body: object, tag: string) => askAs(admin, `PATCH ${path}`, { body, headers: { "if-match": tag } });
  const first = await change({ weightG: 900, cashDue: { amountMinor: 250, currency: "EUR" } }, '"1"');
  expect(first.headers.get("etag")).toBe('"2"');
  expect(await shipmentOf(first)).toMatchObject({ weightG: 900, cashDue: { amountMinor: 250 }, version: 2 });
  const late = await problemOf(await change({ weightG: 1 }, '"1"'));
  expect(late).toMatchObject({ code: "version-conflict", current: { weightG: 900, version: 2 } });
  expect((await change({ weightG: 1 }, 'W/"2"')).status).toBe(409);
  expect((await change({ weightG: 1 }, "2")).status).toBe(400);
  expect((await change({ weightG: 1 }, "*")).status).toBe(200);
  const both = await Promise.all([1, 2].map(async (weightG) => (await change({ weightG }, '"3"')).status));
  expect(both.toSorted((a, b) => a - b)).toEqual([200, 409]);
});

test("each part is changed as a whole or taken away, and the history names it without its value", async () => {
  const office = await newOffice();
  const { shipment, path, admin } = await withMill(office);
  const body = {
    address: { street: "Mill Lane", city: "Harbour", details: "back door" },
    recipient: { name: "Kim Recipient" },
    instructions: null,
    place: null,
    window: { startsAt: 1_000, endsAt: 2_000 },
  };
  const changed = await shipmentOf(await askAs(admin, `PATCH ${path}`, { body }));
  expect(changed).toEqual({
    ...shipment,
    ...body,
    address: { ...body.address, postcode: "" },
    recipient: { name: "Kim Recipient", phone: null, email: null },
    version: 2,
  });
  expect(await shipmentOf(await askAs(admin, `GET ${path}`))).toEqual(changed);
  const { items } = await historyOf(admin, shipment.id);
  expect(items).toMatchObject([
    { kind: "changed", fields: Object.keys(body), actor: office.admin.userId, source: "manual", status: null },
    { kind: "created", status: "created", tripId: null },
  ]);
  expect(JSON.stringify(items)).not.toContain("back door");
  const bad = await problemOf(
    await askAs(admin, `PATCH ${path}`, { body: { recipient: { name: "Kim", phone: "12" } } }),
  );
  expect(bad).toMatchObject({ code: "invalid-request", errors: [{ path: "body.recipient.phone" }] });
  expect((await askAs(admin, `PATCH ${path}`, { body: {} })).status).toBe(400);
});

test("what waits is moved by hand only as the states allow, and what is over is changed no more", async () => {
  const office = await newOffice();
  const { shipment, path, admin } = await withMill(office);
  const store = await userToken(await addMember(office.tenant, "store"));
  const report = (token: string, body: object) => askAs(token, `PUT ${path}/status`, { body });
  const refused = await problemOf(await report(admin, { status: "delivered" }));
  expect(refused).toMatchObject({ code: "not-allowed-now", current: { status: "created", version: 1 } });
  expect((await report(admin, { status: "failed" })).status).toBe(400);
  expect((await report(store, { status: "arrived" })).status).toBe(403);
  const tomorrow = Date.now() + 86_400_000;
  const off = await report(store, { status: "cancelled", reason: "sold out", at: tomorrow });
  expect(off.headers.get("etag")).toBe('"2"');
  expect((await shipmentOf(off)).closedAt).toBeLessThan(tomorrow);
  expect(await shipmentOf(await report(admin, { status: "cancelled" }))).toMatchObject({ version: 2 });
  const page = await historyOf(admin, shipment.id, "?limit=1");
  expect(page.items).toMatchObject([{ kind: "status", status: "cancelled", reason: "sold out" }]);
  const rest = await historyOf(admin, shipment.id, `?after=${page.next}`);
  expect(rest).toEqual({ items: [expect.objectContaining({ kind: "created" })] });
  const changed = await problemOf(await askAs(admin, `PATCH ${path}`, { body: { weightG: 1 } }));
  expect(changed).toMatchObject({ code: "not-allowed-now", current: { status: "cancelled" } });
});

test("on a live trip the trip decides, keeps the device's time, and its log joins the history", async () => {
  const office = await newOffice();
  const { shipment, path, admin } = await withMill(office);
  const driver = await addActiveDriver(office, office.north);
  const trip = await newTrip(office, driver.driverId, [stopFor(shipment, 52.51)]);
  const token = await driverToken(office.tenantId, driver.driverId);
  const report = (who: string, body: object) => askAs(who, `PUT ${path}/status`, { body });
  expect(await problemOf(await report(token, { status: "picked_up" }))).toMatchObject({
    code: "not-allowed-now",
    current: { status: "assigned" },
  });
  valueOf(await moveTrip(liveDeps(driver), trip.id, "start"));
  const at = Date.now() - 60_000;
  const failed = await report(token, { status: "failed", reason: "nobody there", at });
  expect(failed.headers.get("etag")).toBeNull();
  expect(await shipmentOf(failed)).toMatchObject({ status: "failed" });
  expect(await problemOf(await report(admin, { status: "delivered" }))).toMatchObject({
    code: "not-allowed-now",
    current: { status: "failed" },
  });
  const stranger = await addActiveDriver(office, office.north);
  const strange = await driverToken(office.tenantId, stranger.driverId);
  expect((await report(strange, { status: "returned", reason: "no" })).status).toBe(404);
  expect((await askAs(token, `PATCH ${path}`, { body: { weightG: 1 } })).status).toBe(403);
  const read = await askAs(admin, `GET ${path}`);
  expect([read.headers.get("etag"), (await shipmentOf(read)).status]).toEqual([expect.any(String), "failed"]);
  const { items } = await historyOf(admin, shipment.id);
  const line = { tripId: trip.id, status: "failed", reason: "nobody there", source: "manual", happenedAt: at };
  expect(items).toContainEqual(expect.objectContaining({ ...line, actor: driver.driverId }));
  expect(items).toHaveLength(4);
  const first = await historyOf(admin, shipment.id, "?limit=2");
  const rest = await historyOf(admin, shipment.id, `?after=${first.next}`);
  expect([...first.items, ...rest.items]).toEqual(items);
});

test("what a phone has just said is in the shipment at once: nobody waits for the ledger", async () => {
  const office = await newOffice();
  const { shipment, path, admin } = await withMill(office);
  const driver = await addActiveDriver(office, office.north);
  const trip = await newTrip(office, driver.driverId, [stopFor(shipment, 52.51)]);
  const deps = liveDeps(driver);
  valueOf(await moveTrip(deps, trip.id, "start"));
  const stopId = trip.stops[0]?.stopId;
  if (!stopId) throw new Error("the stop is missing");
  const step = { type: "stop", stopId, event: "fail", source: "manual", reason: "nobody there" } as const;
  valueOf(await deps.trip(office.tenantId, trip.id).command(step, driver.driverId));
  const read = await askAs(admin, `GET ${path}`);
  expect([read.headers.get("etag"), (await shipmentOf(read)).status]).toEqual([null, "failed"]);
});

test("delivered needs the proof that the rule asks for, or the desk's word with a reason; assigning has a line", async () => {
  const office = await newOffice();
  const { driverId } = await addActiveDriver(office, office.north);
  const shipment = await newShipment(office, { proof: { required: ["note"] } });
  const { id: tripId, stops } = await newTrip(office, driverId, [stopFor(shipment, 52.51)]);
  valueOf(await moveTrip(liveDeps(office.admin), tripId, "start"));
  const [driver, admin] = [await driverToken(office.tenantId, driverId), await userToken(office.admin)];
  const report = (token: string, body: object) =>
    askAs(token, `PUT /shipments/${shipment.id}/status`, { body: { status: "delivered", ...body } });
  const stopId = stops[0]?.stopId;
  const finish = async () => askAs(driver, `POST /trips/${tripId}/stops/${stopId}/finish`, { body: {} });
  const progress = { body: { stopId, event: "finish" } };
  for (const bare of [await finish(), await askAs(driver, `PUT /routes/${tripId}/progress`, progress)])
    expect((await problemOf(bare)).code).toBe("proof-incomplete");
  for (const token of [driver, admin]) expect((await problemOf(await report(token, {}))).code).toBe("proof-incomplete");
  expect((await problemOf(await report(driver, { source: "manual", reason: "Seen" }))).code).toBe("forbidden");
  const bare = await problemOf(await report(admin, { source: "manual" }));
  expect(bare.errors?.map(({ path }) => path)).toEqual(["body.reason"]);
  const vouched = await report(admin, { source: "manual", reason: "The recipient called" });
  expect(await shipmentOf(vouched)).toMatchObject({ status: "delivered" });
  expect((await finish()).status).toBe(200);
  const { items } = await historyOf(admin, shipment.id);
  const assigned = items.find(({ kind }) => kind === "assigned");
  expect(assigned).toMatchObject({ tripId, status: "assigned", actor: office.admin.userId, source: "manual" });
});

test("whoever calls something off may say why: the history keeps it, and its customer reads the word alone", async () => {
  const office = await newOffice();
  const admin = await userToken(office.admin);
  const { driverId } = await addActiveDriver(office, office.north);
  const [waiting, carried, quiet] = [await newShipment(office), await newShipment(office), await newShipment(office)];
  const reported = await newShipment(office);
  const stops = [stopFor(carried, 52.51), stopFor(reported, 52.515), emptyStop(52.52)];
  const { id: tripId } = await newTrip(office, driverId, stops);
  const callOff = (path: string, body?: unknown) => askAs(admin, `POST ${path}/cancel`, { body });
  const why = { reason: "recipient-request", note: "Moved away" };
  const link = IssuedTrackingLink.parse(
    await (await askAs(admin, `POST /shipments/${waiting.id}/tracking-links`, { body: {} })).json(),
  );
  for (const { id } of [waiting, carried])
    expect((await shipmentOf(await callOff(`/shipments/${id}`, why))).status).toBe("cancelled");
  expect((await shipmentOf(await callOff(`/shipments/${quiet.id}`))).status).toBe("cancelled");
  const told = { status: "cancelled", reason: "Out of stock" };
  expect((await askAs(admin, `PUT /shipments/${reported.id}/status`, { body: told })).status).toBe(200);
  for (const body of [{ reason: "nobody-home" }, { note: "" }, { because: "x" }, null])
    expect((await callOff(`/shipments/${quiet.id}`, body)).status).toBe(400);
  expect((await callOff(`/trips/${tripId}`, { reason: "weather", note: "Black ice" })).status).toBe(200);

  const newest = async (id: string) => (await historyOf(admin, id)).items[0];
  expect(await newest(waiting.id)).toMatchObject({ status: "cancelled", ...why });
  expect(await newest(quiet.id)).toMatchObject({ status: "cancelled", reason: null, note: null });
  expect(await newest(carried.id)).toMatchObject({ tripId, status: "cancelled", ...why });
  expect(await newest(reported.id)).toMatchObject({ tripId, ...told });
  for (const { id } of [carried, reported])
    expect(await shipmentOf(await askAs(admin, `GET /shipments/${id}`))).toMatchObject({ status: "cancelled" });
  const log = getRouteHistory.output.parse(await (await askAs(admin, `GET /routes/${tripId}/history`)).json());
  const body = { kind: "trip", status: "cancelled", why: { reason: "weather", note: "Black ice" } };
  expect(log.items.map((line) => line.body)).toContainEqual(body);
  const seen = await (await call(`/api/v1/track/${new URL(link.url).pathname.split("/").at(-1)}`)).text();
  expect(CustomerView.parse(JSON.parse(seen)).end?.reason).toBe(why.reason);
  expect(seen).not.toContain(why.note);
});

test("another address of what is on its way moves the driver's stop, but not from under the driver's feet", async () => {
  const office = await newOffice();
  const { driverId } = await addActiveDriver(office, office.north);
  const { shipment, path, admin } = await withMill(office);
  const { id: tripId, stops } = await newTrip(office, driverId, [stopFor(shipment, 52.51)]);
  valueOf(await moveTrip(liveDeps(office.admin), tripId, "start"));
  const object = tripObject(env, office.tenantId, tripId);
  const brief = (await object.picture())?.trip;
  if (!brief) throw new Error("no trip");
  const { ear } = await driverOf(brief);
  const [place, window] = [
    { lat: 52.53, lng: 13.41 },
    { startsAt: 1_000, endsAt: 2_000 },
  ];
  const moved = await askAs(admin, `PATCH ${path}`, { body: { place, window } });
  expect(await shipmentOf(moved)).toMatchObject({ place, window });
  const stop = { ...place, stopId: stops[0]?.stopId, windowStartsAt: 1_000, windowEndsAt: 2_000 };
  expect((await ear.wait(is("assignment:new"))).trip.stops).toMatchObject([stop]);
  expect((await problemOf(await askAs(admin, `PATCH ${path}`, { body: { place: null } }))).code).toBe(
    "invalid-request",
  );
  expect((await askAs(admin, `POST /trips/${tripId}/stops/${stop.stopId}/arrive`, { body: {} })).status).toBe(200);
  const late = await problemOf(await askAs(admin, `PATCH ${path}`, { body: { place: { lat: 52.6, lng: 13.4 } } }));
  expect(late).toMatchObject({ code: "not-allowed-now", current: { place } });
  const items = [{ shipmentId: shipment.id, change: { place: { lat: 52.6, lng: 13.4 } } }];
  const bulk = await askAs(admin, "PUT /shipments/bulk-update", { body: { items } });
  expect(await bulk.text()).toContain("not-allowed-now");
  expect((await object.picture())?.trip.stops).toMatchObject([stop]);
});
