import { env } from "cloudflare:workers";
import type { DriverId, SosId } from "../../../src/protocol/ids.ts";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import { sosObject, tripObject } from "../../../src/platform/object-stubs.ts";
import { randomToken } from "../../../src/platform/random-token.ts";
import { hashSosLinkToken } from "../../../src/services/sos-link-token.ts";
import { madeUpId } from "../objects/trip/trip-fixture.ts";
import { emptyStop, newShipment, newTrip, shipmentInput } from "../services/trip-place.ts";
import type { Ask } from "./ask.ts";
import type { Place } from "./place.ts";

type Asking = (place: Place) => Ask | Promise<Ask>;

/** Of the place's own trip, running: its steps may be taken again and again. */
async function ofRunning({ tenantId, trip: { tripId } }: Place): Promise<Ask> {
  await tripObject(env, tenantId, tripId).command({ type: "trip", event: "start" }, "test");
  return { params: { tripId } };
}

function stopStep(number: 0 | 1 | 2): Asking {
  return async (place) => ({
    params: { ...(await ofRunning(place)).params, stopId: place.trip.stopIds[number] },
    body: { reason: "because" },
  });
}

/** Ends with its stops over, whatever was asked before. */
async function ofFinished(place: Place): Promise<Ask> {
  const { tenantId, trip } = place;
  const asked = await ofRunning(place);
  const object = tripObject(env, tenantId, trip.tripId);
  for (const stopId of trip.stopIds)
    await object.command({ type: "stop", stopId, event: "skip", source: "manual", reason: null }, "test");
  return asked;
}

function importText(): string {
  return `reference,street,details,city,name\r\n${crypto.randomUUID()},Quay Street,7,Harbour,Robin\r\n`;
}

/** Of a planned trip of the first driver's. */
async function ofNewStop(place: Place): Promise<{ tripId: string; stopId: string }> {
  const { id: tripId, stops } = await newTrip(place, place.drivers[0], [emptyStop(52.51)]);
  return { tripId, stopId: stops[0]?.stopId ?? "" };
}

/** The first driver's, that nobody has answered: a driver has one call at a time. */
async function ofNewCall(place: Place): Promise<Ask> {
  return { params: { sosId: await newCall(place, place.drivers[0]) } };
}

/** Of a call of the place's first driver. */
export async function newSosLink(place: Place): Promise<string> {
  const token = randomToken(16);
  const sosId = await newCall(place, place.drivers[0]);
  await sosObject(env, place.tenantId).addLink(sosId, await hashSosLinkToken(env.HMAC_KEY, token));
  return token;
}

/** The only open one of this driver. */
export async function newCall({ tenantId, north }: Place, driverId: DriverId): Promise<SosId> {
  const desk = sosObject(env, tenantId);
  for (const call of await desk.open())
    if (call.driverId === driverId) await desk.end(call.id, { by: driverId, event: "withdraw", note: "test" });
  const press = { id: newRowId.sos(), at: Date.now(), lat: null, lng: null, note: null };
  const { id } = await desk.raise(press, { driverId, driverFirstName: null, regionId: north, tripId: null });
  return id;
}

/** Sound requests about what is carried, and by whom. */
export const TRIP_ASKS: Readonly<Record<string, Asking>> = {
  createShipment: ({ north }) => ({ body: shipmentInput(north) }),
  getOutboxEntry: () => ({ params: { outboxId: madeUpId("obx") } }),
  createShipments: ({ north }) => ({ body: { items: [shipmentInput(north)] } }),
  updateShipments: ({ shipmentId }) => ({ body: { items: [{ shipmentId, change: { weightG: 400 } }] } }),
  previewImport: ({ north }) => ({ query: { regionId: north }, text: importText() }),
  importShipments: ({ north }) => ({ query: { regionId: north }, text: importText() }),
  searchShipments: () => ({ query: { text: "Quay Street", status: "created,assigned", bbox: "13,52,14,53" } }),
  getShipment: ({ shipmentId }) => ({ params: { shipmentId } }),
  listShipmentHistory: ({ shipmentId }) => ({ params: { shipmentId } }),
  changeShipment: ({ shipmentId }) => ({ params: { shipmentId }, body: { weightG: 500 } }),
  setShipmentStatus: async (place) => {
    await ofRunning(place);
    return { params: { shipmentId: place.shipmentId }, body: { status: "out_for_delivery" } };
  },
  cancelShipment: async (place) => ({ params: { shipmentId: (await newShipment(place, { storeCode: "mill" })).id } }),

  createTrip: ({ north, drivers }) => ({ body: { regionId: north, driverId: drivers[0] } }),
  notifyRoute: async (place) => ({
    params: { tripId: (await newTrip(place, place.drivers[0])).id },
    body: { template: "delayed" },
  }),
  getTrip: ({ trip }) => ({ params: { tripId: trip.tripId } }),
  planTrip: ({ trip }) => ({ params: { tripId: trip.tripId }, body: { stops: trip.stopIds.map((id) => ({ id })) } }),
  addStop: async (place) => ({
    params: { tripId: (await ofNewStop(place)).tripId },
    body: { place: { lat: 52.5, lng: 13.4 } },
  }),
  reorderStop: async (place) => ({ params: await ofNewStop(place), body: { position: 0 } }),
  removeStop: async (place) => ({ params: await ofNewStop(place) }),
  startTrip: ofRunning,
  pauseTrip: ofRunning,
  resumeTrip: ofRunning,
  arriveStop: stopStep(0),
  finishStop: stopStep(0),
  failStop: stopStep(1),
  skipStop: stopStep(2),
  reportProgress: async (place) => ({
    ...(await ofRunning(place)),
    body: { stopId: place.trip.stopIds[0], event: "finish" },
  }),
  raiseSos: () => ({ body: { id: newRowId.sos() } }),
  acknowledgeSos: ofNewCall,
  listSosLinks: ofNewCall,
  getSosLink: ({ tenantId }) => ({ params: { tenantId, linkToken: "A".repeat(22) } }),
  closeSos: async (place) => ({ ...(await ofNewCall(place)), body: { note: "All is well" } }),
  locateSos: async (place) => ({ ...(await ofNewCall(place)), body: { lat: 52.5, lng: 13.4 } }),
  completeTrip: ofFinished,
  cancelTrip: async (place) => ({ params: { tripId: (await newTrip(place, place.drivers[0])).id } }),
};
