import { env } from "cloudflare:workers";
import { evictDurableObject } from "cloudflare:test";
import { expect, test, vi } from "vitest";
import { err } from "../../../src/domain/result.ts";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import { accountObject, offerObject, tripObject } from "../../../src/platform/object-stubs.ts";
import { NewOffer, Offer } from "../../../src/protocol/api/offers.ts";
import { driverToken, userToken } from "../access/identities.ts";
import { driverOf, is } from "../objects/trip/trip-fixture.ts";
import { newOffice, type Office, valueOf } from "../services/people-fixture.ts";
import { addActiveDriver, emptyStop, liveDeps, newShipment, newTrip } from "../services/trip-place.ts";
import { answerOffer, createOffer } from "../../../src/services/offers.ts";
import { getShipment } from "../../../src/services/shipments.ts";
import { addStop } from "../../../src/services/stop-changes.ts";
import { moveTrip } from "../../../src/services/trip-steps.ts";
import { codeOf } from "./call.ts";
import { as } from "./duty.ts";

async function driverOnDuty(office: Office) {
  const caller = await addActiveDriver(office, office.north);
  const { driverId } = caller;
  const { id: tripId } = await newTrip(office, driverId);
  valueOf(await moveTrip(liveDeps(office.admin), tripId, "start"));
  expect(await accountObject(env, office.tenantId, driverId).duty()).toBe(tripId);
  const picture = await tripObject(env, office.tenantId, tripId).picture();
  if (!picture) throw new Error("no trip");
  const { ear } = await driverOf(picture.trip);
  return { caller, driverId, tripId, ear, token: await driverToken(office.tenantId, driverId) };
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

test("an offer that was accepted while the plan changed each time is accepted again", async () => {
  const office = await newOffice();
  const admin = liveDeps(office.admin);
  const driver = await driverOnDuty(office);
  const { id: shipmentId } = await newShipment(office);
  const offer = NewOffer.parse({ to: { tripIds: [driver.tripId] } });
  const { id } = valueOf(await createOffer(admin, shipmentId, offer));
  const way = async () => {
    valueOf(await addStop(admin, driver.tripId, emptyStop(52.6)));
    return err({ tag: "no-way" as const });
  };
  valueOf(await addStop(admin, driver.tripId, emptyStop(52.5)));
  const busy = liveDeps(driver.caller, { roads: { source: "osrm", way } });
  expect(await answerOffer(busy, id, "accept")).toMatchObject({ error: { tag: "version-conflict" } });
  expect(valueOf(await answerOffer(liveDeps(driver.caller), id, "accept"))).toMatchObject({ state: "accepted" });
  expect(valueOf(await getShipment(admin, shipmentId))).toMatchObject({ tripId: driver.tripId });
});

test("a trip that does not run is not asked", async () => {
  const office = await newOffice();
  const token = await userToken(office.admin);
  const [running, over] = [await driverOnDuty(office), await driverOnDuty(office)];
  valueOf(await moveTrip(liveDeps(office.admin), over.tripId, "complete"));
  const planned = await newTrip(office, running.driverId);
  const { id: shipmentId } = await newShipment(office);
  const offer = async (tripIds: string[]) => as(token, "POST", `/shipments/${shipmentId}/offers`, { to: { tripIds } });
  expect(await codeOf(await offer([over.tripId, planned.id]))).toBe("no-driver");
  const asked = Offer.parse(await (await offer([over.tripId, running.tripId])).json());
  expect(asked).toMatchObject({ asked: { tripId: running.tripId }, left: 0 });
});
