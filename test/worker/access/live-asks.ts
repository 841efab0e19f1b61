import { env } from "cloudflare:workers";
import { addTrackerToken } from "../../../src/db/tracker-tokens.ts";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import { randomBytes } from "../../../src/platform/random-token.ts";
import { accountObject } from "../../../src/platform/object-stubs.ts";
import type { TripId } from "../../../src/protocol/ids.ts";
import { openTrip, tripBrief } from "../objects/trip/trip-fixture.ts";
import { valueOf } from "../services/people-fixture.ts";
import type { Ask } from "./ask.ts";
import type { Place } from "./place.ts";

const EPOCH = "matrix-0001";
const HERE = { lat: 52.5, lng: 13.4 };
const DAY_MS = 24 * 60 * 60_000;

const trips = new WeakMap<Place, Promise<TripId>>();

/** The trip that the place's first driver is on. */
async function tripOf(place: Place): Promise<TripId> {
  const known = trips.get(place) ?? startTrip(place);
  trips.set(place, known);
  return known;
}

async function startTrip({ tenantId, drivers: [driverId], north: regionId }: Place): Promise<TripId> {
  const { brief } = await openTrip({ ...tripBrief(), tenantId, driverId, regionId });
  await accountObject(env, tenantId, driverId).setDuty(brief.tripId);
  return brief.tripId;
}

async function ofTrip(place: Place): Promise<Ask> {
  return { params: { tripId: await tripOf(place) } };
}

/** Past the service, which would stop at ten. */
export async function newTracker({ tenant, drivers: [driverId] }: Place): Promise<string> {
  const id = newRowId.trackerToken();
  const row = { id, driverId, name: "Fresh", tokenHash: randomBytes(32), createdBy: "test" };
  valueOf(await addTrackerToken(tenant, row));
  return id;
}

/** Sound requests about where people are. */
export const LIVE_ASKS: Readonly<Record<string, (place: Place) => Ask | Promise<Ask>>> = {
  issueLiveTicket: async (place) => ({ body: { for: { for: "trip", tripId: await tripOf(place) }, native: true } }),
  sendPositions: async (place) => {
    await tripOf(place);
    return { body: { epoch: EPOCH, fixes: [[1, Date.now(), HERE.lat, HERE.lng, 5, 0, 0, 0]] } };
  },
  sendActions: async (place) => {
    await tripOf(place);
    const resume = { type: "trip:statusUpdate", epoch: EPOCH, seq: 1, at: Date.now(), event: "resume" };
    return { body: { actions: [resume] } };
  },
  putLocation: async (place) => {
    await tripOf(place);
    return { params: { driverId: place.drivers[0] }, body: HERE };
  },
  addLocations: async (place) => {
    await tripOf(place);
    return { params: { driverId: place.drivers[0] }, body: { locations: [HERE] } };
  },
  uploadGpx: async (place) => ({ params: { driverId: place.drivers[0] }, query: { tripId: await tripOf(place) } }),
  createTrackerToken: ({ drivers }) => ({ params: { driverId: drivers[0] }, body: { name: "New" } }),
  listTrackerTokens: ({ drivers }) => ({ params: { driverId: drivers[0] } }),
  revokeTrackerToken: async (place) => ({
    params: { driverId: place.drivers[0], tokenId: await newTracker(place) },
  }),
  getTripHistory: ofTrip,
  replayTrip: ofTrip,
  exportGPX: ofTrip,
  exportGeoJSON: ofTrip,
  exportKML: ofTrip,
  exportCSV: ofTrip,
  exportNDJSON: ofTrip,
  getDriverHistory: ({ drivers }) => ({
    params: { driverId: drivers[0] },
    query: { from: String(Date.now() - DAY_MS), to: String(Date.now()) },
  }),
  getNewestFixes: ({ drivers }) => ({ params: { driverId: drivers[0] } }),
  getRegionSnapshot: ({ north }) => ({ params: { regionId: north } }),
  getNearestDrivers: ({ north }) => ({ params: { regionId: north }, query: { lat: "52.5", lng: "13.4" } }),
  getTrack: () => ({ params: { token: "A".repeat(22) } }),
};
