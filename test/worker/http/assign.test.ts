import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { tripObject } from "../../../src/platform/object-stubs.ts";
import { statements } from "../../../src/db/client.ts";
import { shipments as shipmentRows } from "../../../src/db/schema/shipments.ts";
import { AssignedShipment } from "../../../src/protocol/api/assign.ts";
import { Shipment } from "../../../src/protocol/api/shipments.ts";
import type { TripId } from "../../../src/protocol/ids.ts";
import { Problem } from "../../../src/protocol/errors.ts";
import { moveTrip } from "../../../src/services/trip-steps.ts";
import { userToken } from "../access/identities.ts";
import { driverOf, is } from "../objects/trip/trip-fixture.ts";
import { addMember, newOffice, type Office, valueOf } from "../services/people-fixture.ts";
import { addActiveDriver, emptyStop, liveDeps, newShipment, newTrip, stopFor } from "../services/trip-place.ts";
import { codeOf } from "./call.ts";
import { as } from "./duty.ts";

async function runningTrip(office: Office, lat = 52.5, stops = [emptyStop(52.7)]) {
  const { driverId } = await addActiveDriver(office, office.north);
  const { id } = await newTrip(office, driverId, stops);
  valueOf(await moveTrip(liveDeps(office.admin), id, "start"));
  const object = tripObject(env, office.tenantId, id);
  await object.ingest({ epoch: "epoch-0001", fixes: [[1, Date.now(), lat, 13.4, 5, 0, 0, 0]] });
  return { id, driverId, object };
}

async function briefOf({ tenantId }: Office, tripId: TripId) {
  const picture = await tripObject(env, tenantId, tripId).picture();
  if (!picture) throw new Error("no trip");
  return picture.trip;
}

async function carried(office: Office, tripId: TripId): Promise<string[]> {
  const { stops } = await briefOf(office, tripId);
  return stops.flatMap(({ shipments }) => shipments.map(({ shipmentId }) => shipmentId));
}

const assign = async (token: string, shipmentId: string, body: object) =>
  as(token, "PUT", `/shipments/${shipmentId}/assign`, body);

async function assigned(answer: Response): Promise<AssignedShipment> {
  expect(answer.status).toBe(200);
  return AssignedShipment.parse(await answer.json());
}

test("of two dispatchers who assign at once one wins, and the other is told by name who did", async () => {
  const office = await newOffice();
  const [one, two] = [await addMember(office.tenant, "dispatcher"), await addMember(office.tenant, "dispatcher")];
  const trips = [await runningTrip(office), await runningTrip(office)] as const;
  const shipment = await newShipment(office);
  const asking = [
    { who: one, to: trips[0], token: await userToken(one) },
    { who: two, to: trips[1], token: await userToken(two) },
  ];
  const answers = await Promise.all(asking.map(async ({ token, to }) => assign(token, shipment.id, { tripId: to.id })));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  const won = asking[answers.findIndex(({ ok }) => ok)];
  const lost = answers.find(({ ok }) => !ok);
  if (!won || !lost) throw new Error("nobody won or lost");
  const problem = Problem.parse(await lost.json());
  expect(problem).toMatchObject({ code: "conflict", winner: { id: won.who.userId, name: "The dispatcher" } });
  expect(await carried(office, won.to.id)).toEqual([shipment.id]);
  const other = trips.find(({ id }) => id !== won.to.id);
  expect(other && (await carried(office, other.id))).toEqual([]);
  // The winner's second send is the first one's answer.
  await assigned(await assign(won.token, shipment.id, { tripId: won.to.id }));
  expect(await carried(office, won.to.id)).toEqual([shipment.id]);
});

test("a shipment on its way moves to another driver, and both phones are told at once", async () => {
  const office = await newOffice();
  const token = await userToken(office.admin);
  const [first, second] = [await runningTrip(office), await runningTrip(office)];
  const phones = [
    await driverOf(await briefOf(office, first.id)),
    await driverOf(await briefOf(office, second.id)),
  ] as const;
  const { id } = await newShipment(office);
  await assigned(await assign(token, id, { driverId: first.driverId }));
  const told = await phones[0].ear.wait(is("assignment:new"));
  expect(told.trip.stops.at(-1)?.shipments[0]).toMatchObject({ shipmentId: id, status: "out_for_delivery" });
  const { version } = (await assigned(await assign(token, id, { driverId: first.driverId }))).shipment;
  expect(await codeOf(await assign(token, id, { tripId: second.id }))).toBe("conflict");
  const skip = phones[0].ear.heard.length;
  const moved = await assigned(await assign(token, id, { tripId: second.id, position: 0, version }));
  expect(moved).toMatchObject({ tripId: second.id, driverId: second.driverId, stopIds: [expect.any(String)] });
  const [gone, come] = await Promise.all([
    phones[0].ear.wait(is("assignment:new"), skip),
    phones[1].ear.wait(is("assignment:new")),
  ]);
  expect(gone.trip.stops.flatMap(({ shipments }) => shipments)).toEqual([]);
  expect(come.trip.stops[0]?.shipments[0]).toMatchObject({ shipmentId: id });
  expect(await codeOf(await as(token, "DELETE", `/shipments/${id}/assign`))).toBe("not-allowed-now");
});

test("a rule chooses among those who are there, and says so when nobody is", async () => {
  const office = await newOffice();
  const token = await userToken(office.admin);
  const { id } = await newShipment(office);
  expect(await codeOf(await assign(token, id, { auto: "nearest" }))).toBe("no-driver");
  const far = await runningTrip(office, 52.4, []);
  const near = await runningTrip(
    office,
    52.505,
    [52.55, 52.56, 52.57].map((lat) => emptyStop(lat)),
  );
  await vi.waitFor(async () => {
    const found: { items: unknown[] } = await (
      await as(token, "GET", `/regions/${office.north}/nearest?lat=52.51&lng=13.4`)
    ).json();
    expect(found.items).toHaveLength(2);
  });
  expect(await assigned(await assign(token, id, { auto: "nearest" }))).toMatchObject({ tripId: near.id });
  const light = await newShipment(office);
  expect(await assigned(await assign(token, light.id, { auto: "load" }))).toMatchObject({ tripId: far.id });
  const passing = await newShipment(office, { place: { lat: 52.555, lng: 13.4 } });
  const answer = await assigned(await assign(token, passing.id, { auto: "cheapest-insertion" }));
  expect(answer.tripId).toBe(near.id);
  const { stops } = await briefOf(office, near.id);
  expect(stops.findIndex(({ stopId }) => answer.stopIds.includes(stopId))).toBe(1);
});

test("what was not picked up waits again, and the plan is changed stop by stop without losing a change", async () => {
  const office = await newOffice();
  const token = await userToken(office.admin);
  const { driverId } = await addActiveDriver(office, office.north);
  const { id: tripId } = await newTrip(office, driverId, [emptyStop(52.51)]);
  const { id } = await newShipment(office);
  await assigned(await assign(token, id, { driverId }));
  const add = async (lat: number) => as(token, "POST", `/trips/${tripId}/stops`, { ...emptyStop(lat), position: 0 });
  const added = await Promise.all([52.6, 52.61, 52.62].map(add));
  expect(added.map(({ status }) => status)).toEqual([201, 201, 201]);
  const { stops } = await briefOf(office, tripId);
  expect(stops).toHaveLength(5);
  const last = stops.at(-1)?.stopId;
  expect((await as(token, "POST", `/trips/${tripId}/stops/${last}/move`, { position: 0 })).status).toBe(200);
  expect((await briefOf(office, tripId)).stops[0]?.stopId).toBe(last);
  expect((await as(token, "DELETE", `/trips/${tripId}/stops/${stops[0]?.stopId}`)).status).toBe(200);
  expect(await (await as(token, "DELETE", `/shipments/${id}/assign`)).json()).toMatchObject({
    status: "created",
    tripId: null,
  });
  expect((await briefOf(office, tripId)).stops).toHaveLength(3);
});

test("what failed is tried again by another driver, and what was skipped waits again when the trip ends", async () => {
  const office = await newOffice();
  const token = await userToken(office.admin);
  const [failing, skipped] = [await newShipment(office), await newShipment(office)];
  const stops = [stopFor(failing, 52.51), stopFor(skipped, 52.52)];
  const [first, second] = [await runningTrip(office, 52.5, stops), await runningTrip(office)];
  const [one, two] = (await briefOf(office, first.id)).stops.map(({ stopId }) => stopId);
  const step = async (path: string) => {
    expect((await as(token, "POST", `/trips/${first.id}/${path}`, {})).status).toBe(200);
  };
  const shown = async (id: string) => Shipment.parse(await (await as(token, "GET", `/shipments/${id}`)).json());
  const becomes = async (id: string, expected: Partial<Shipment>) =>
    vi.waitFor(async () => expect(await shown(id)).toMatchObject(expected), { timeout: 20_000, interval: 250 });
  const again = async () => as(token, "POST", `/shipments/${failing.id}/reattempt`, { reason: "They are home at six" });
  expect(await codeOf(await again())).toBe("not-allowed-now");
  await step(`stops/${one}/fail`);
  await step(`stops/${two}/skip`);
  await becomes(failing.id, { status: "failed", failedAttempts: 1 });
  for (const answer of [await again(), await again()])
    expect(await answer.json()).toMatchObject({ status: "created", tripId: null, failedAttempts: 1 });
  expect(await carried(office, first.id)).toEqual([skipped.id]);
  expect(await assigned(await assign(token, failing.id, { tripId: second.id }))).toMatchObject({ tripId: second.id });
  await step("complete");
  await becomes(skipped.id, { status: "created", tripId: null, failedAttempts: 0 });
  await assigned(await assign(token, skipped.id, { tripId: second.id }));
  const tried = { status: "failed" as const, failedAttempts: 3 };
  await office.tenant.run("test.tried", statements.update(shipmentRows).set(tried));
  expect(await codeOf(await again())).toBe("not-allowed-now");
});
