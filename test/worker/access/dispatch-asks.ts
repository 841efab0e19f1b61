import { env } from "cloudflare:workers";
import { findShipment } from "../../../src/db/shipments.ts";
import { writeShipments } from "../../../src/db/shipment-writes.ts";
import { addVehicle } from "../../../src/db/vehicles.ts";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import { offerObject, optimiserObject, tripObject } from "../../../src/platform/object-stubs.ts";
import type { DriverId, OfferId, OptimisationId, ShipmentId, TripId } from "../../../src/protocol/ids.ts";
import { statusNote } from "../../../src/services/shipment-notes.ts";
import { valueOf } from "../services/people-fixture.ts";
import { newShipment, newTrip, stopFor } from "../services/trip-place.ts";
import type { Ask } from "./ask.ts";
import type { Place } from "./place.ts";

type Asking = (place: Place) => Ask | Promise<Ask>;

/** In the north; a new one each time, for each change uses its version up. */
export async function newVehicle({ tenant, north: regionId }: Place): Promise<string> {
  const id = newRowId.vehicle();
  valueOf(await addVehicle(tenant, { id, regionId, kind: "van", label: "Fresh van" }));
  return id;
}

const ofVehicle: Asking = async (place) => ({ params: { vehicleId: await newVehicle(place) } });

/** To the first driver, who has a trip planned, or to whom it is meant for. */
export async function newOffer(place: Place, asked?: { tripId: TripId; driverId: DriverId }): Promise<OfferId> {
  const { tenantId, drivers, north: regionId, admin } = place;
  const driverId = asked?.driverId ?? drivers[0];
  const tripId = asked?.tripId ?? (await newTrip(place, driverId)).id;
  const { id: shipmentId } = await newShipment(place);
  const id = newRowId.offer();
  const where = { regionId, lat: 52.51, lng: 13.4 };
  const state = { state: "searching" as const, asked: null, left: [{ tripId, driverId }] };
  const book = { id, shipmentId, ...where, offeredBy: admin.userId, answerMs: 60_000, ...state };
  await offerObject(env, tenantId, id).begin(book);
  return id;
}

/** The admin's, of two places. */
export async function newOptimisation({ tenantId, admin }: Place): Promise<OptimisationId> {
  const id = newRowId.optimisation();
  const visit = {
    lat: 52.5,
    lng: 13.4,
    serviceSeconds: 0,
    windowStartsAt: null,
    windowEndsAt: null,
    loadStops: 1,
    after: [],
  };
  const vehicles = [{ from: null, departAt: Date.now(), capacityStops: null }];
  const asked = { askedBy: admin.userId, askedAt: Date.now(), stops: [visit, visit], vehicles, given: null, ids: [] };
  await optimiserObject(env, tenantId, id).begin(asked);
  return id;
}

/** As if a trip that is over had brought it back. */
export async function failedShipment({ tenant, ...place }: Place): Promise<ShipmentId> {
  const { id } = await newShipment({ tenant, ...place });
  const row = valueOf(await findShipment(tenant, id));
  if (!row) throw new Error("no shipment");
  const note = statusNote({ status: "failed" }, "system", { happenedAt: row.createdAt, now: row.createdAt });
  valueOf(await writeShipments(tenant, [{ row: { ...row, status: "failed" }, note }]));
  return id;
}

/** The first driver's: only trips that run are asked. */
async function runningTrip(place: Place): Promise<TripId> {
  const { id } = await newTrip(place, place.drivers[0]);
  await tripObject(env, place.tenantId, id).command({ type: "trip", event: "start" }, "test");
  return id;
}

const ofOffer: Asking = async (place) => ({ params: { offerId: await newOffer(place) } });

/** Sound requests about who drives what, and with which vehicle. */
export const DISPATCH_ASKS: Readonly<Record<string, Asking>> = {
  setDriverStatus: ({ drivers }) => ({ params: { driverId: drivers[2] }, body: { status: "active" } }),
  setDriverStatuses: ({ drivers }) => ({ body: { items: [{ driverId: drivers[2], status: "active" }] } }),
  // Always possible: nobody of these is on a trip at the time.
  setDriverAvailability: ({ drivers }) => ({ params: { driverId: drivers[0] }, body: { availability: "off_duty" } }),
  listAssignments: ({ drivers }) => ({ params: { driverId: drivers[0] } }),
  createVehicle: ({ north }) => ({ body: { regionId: north, kind: "van", label: "New van" } }),
  getVehicle: ofVehicle,
  updateVehicle: async (place) => ({ ...(await ofVehicle(place)), body: { kind: "car", label: "Car", version: 1 } }),
  retireVehicle: ofVehicle,
  assignShipment: async (place) => ({
    params: { shipmentId: (await newShipment(place)).id },
    body: { tripId: (await newTrip(place, place.drivers[0])).id },
  }),
  createOffer: async (place) => ({
    params: { shipmentId: (await newShipment(place)).id },
    body: { to: { tripIds: [await runningTrip(place)] } },
  }),
  getOffer: ofOffer,
  acceptOffer: ofOffer,
  declineOffer: ofOffer,
  optimiseRoutes: ({ trip: { tripId } }) => ({ body: { tripId } }),
  getOptimisation: async (place) => ({ params: { jobId: await newOptimisation(place) } }),
  getRouteHistory: ({ trip: { tripId } }) => ({ params: { tripId } }),
  getRouteAnalytics: () => ({ query: { from: "0", to: String(Date.now()) } }),
  shareRoute: ({ trip: { tripId } }) => ({ params: { tripId }, body: {} }),
  reattemptShipment: async (place) => ({ params: { shipmentId: await failedShipment(place) }, body: {} }),
  unassignShipment: async (place) => {
    const { id } = await newShipment(place);
    await newTrip(place, place.drivers[0], [stopFor({ id }, 52.51)]);
    return { params: { shipmentId: id } };
  },
};
