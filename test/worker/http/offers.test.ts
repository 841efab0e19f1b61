import { env } from "cloudflare:workers";
import { evictDurableObject } from "cloudflare:test";
import { expect, test, vi } from "vitest";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import { accountObject, offerObject, tripObject } from "../../../src/platform/object-stubs.ts";
import { Offer } from "../../../src/protocol/api/offers.ts";
import { driverToken, userToken } from "../access/identities.ts";
import { driverOf, is } from "../objects/trip/trip-fixture.ts";
import { newOffice, type Office, valueOf } from "../services/people-fixture.ts";
import { addActiveDriver, liveDeps, newShipment, newTrip } from "../services/trip-place.ts";
import { moveTrip } from "../../../src/services/trip-steps.ts";
import { codeOf } from "./call.ts";
import { as } from "./duty.ts";

async function driverOnDuty(office: Office) {
  const { driverId } = await addActiveDriver(office, office.north);
  const { id: tripId } = await newTrip(office, driverId);
  valueOf(await moveTrip(liveDeps(office.admin), tripId, "start"));
  expect(await accountObject(env, office.tenantId, driverId).duty()).toBe(tripId);
  const picture = await tripObject(env, office.tenantId, tripId).picture();
  if (!picture) throw new Error("no trip");
  const { ear } = await driverOf(picture.trip);
  return { driverId, tripId, ear, token: await driverToken(office.tenantId, driverId) };
}

async function offersOf({ token, driverId }: { token: string; driverId: string }): Promise<string[]> {
  const answer = await as(token, "GET", `/drivers/${driverId}/assignments`);
  const { offers }: { offers: { id: string }[] } = await answer.json();
  return offers.map(({ id }) => id);
}

test("one who does not answer in time is asked no more, though everything slept, and the next one takes it", async () => {
  const office = await newOffice();
  const { tenantId, north: regionId } = office;
  const [first, second] = [await driverOnDuty(office), await driverOnDuty(office)];
  const { id: shipmentId } = await newShipment(office);
  const id = newRowId.offer();
  const object = offerObject(env, tenantId, id);
  const left = [first, second].map(({ tripId, driverId }) => ({ tripId, driverId }));
  const where = { regionId, lat: 52.51, lng: 13.4 };
  const offeredBy = office.admin.userId;
  await object.begin({ id, shipmentId, ...where, offeredBy, answerMs: 1_500, state: "searching", asked: null, left });
  expect((await first.ear.wait(is("offer:new"))).offer).toMatchObject({ id, shipmentId });
  expect(await offersOf(first)).toEqual([id]);
  await evictDurableObject(object);
  await evictDurableObject(tripObject(env, tenantId, second.tripId));
  expect(await first.ear.wait(is("offer:ended"))).toMatchObject({ offerId: id, state: "expired" });
  await second.ear.wait(is("offer:new"));
  expect([await offersOf(first), await offersOf(second)]).toEqual([[], [id]]);
  expect(await codeOf(await as(first.token, "POST", `/offers/${id}/accept`))).toBe("not-found");
  const taken = await as(second.token, "POST", `/offers/${id}/accept`);
  expect(Offer.parse(await taken.json())).toMatchObject({ state: "accepted", asked: { tripId: second.tripId } });
  expect((await second.ear.wait(is("assignment:new"))).trip.stops[0]?.shipments[0]).toMatchObject({ shipmentId });
  expect((await as(second.token, "POST", `/offers/${id}/accept`)).status).toBe(200);
  expect((await tripObject(env, tenantId, second.tripId).picture())?.trip.stops).toHaveLength(1);
});

test("a list of drivers is asked in its order, and who declines passes it on until nobody is left", async () => {
  const office = await newOffice();
  const token = await userToken(office.admin);
  const [first, second] = [await driverOnDuty(office), await driverOnDuty(office)];
  const { id: shipmentId } = await newShipment(office);
  const offer = async (body: object) => as(token, "POST", `/shipments/${shipmentId}/offers`, body);
  const { driverId: idle } = await addActiveDriver(office, office.north);
  expect(await codeOf(await offer({ to: { driverIds: [idle] } }))).toBe("no-driver");
  const driverIds = [second, first].map(({ driverId }) => driverId);
  const { id, ...made } = Offer.parse(await (await offer({ to: { driverIds } })).json());
  expect(made).toMatchObject({ state: "offered", asked: { driverId: second.driverId }, left: 1 });
  await as(second.token, "POST", `/offers/${id}/decline`);
  await vi.waitFor(async () => expect(await offersOf(first)).toEqual([id]));
  await as(first.token, "POST", `/offers/${id}/decline`);
  expect(await (await as(token, "GET", `/offers/${id}`)).json()).toMatchObject({ state: "exhausted", left: 0 });
});

test("who accepts what was given to another trip meanwhile is told so", async () => {
  const office = await newOffice();
  const token = await userToken(office.admin);
  const [first, second] = [await driverOnDuty(office), await driverOnDuty(office)];
  const { id: shipmentId } = await newShipment(office);
  const body = { to: { tripIds: [first.tripId] } };
  const { id } = Offer.parse(await (await as(token, "POST", `/shipments/${shipmentId}/offers`, body)).json());
  expect((await as(token, "PUT", `/shipments/${shipmentId}/assign`, { tripId: second.tripId })).status).toBe(200);
  expect(await codeOf(await as(first.token, "POST", `/offers/${id}/accept`))).toBe("conflict");
  expect(await (await as(token, "GET", `/offers/${id}`)).json()).toMatchObject({ state: "exhausted" });
});
