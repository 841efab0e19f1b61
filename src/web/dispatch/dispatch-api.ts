import { getNewestFixes, getTripHistory } from "../../protocol/api/history.ts";
import { getDriver, listDrivers } from "../../protocol/api/people.ts";
import { listRegions } from "../../protocol/api/regions.ts";
import { searchShipments } from "../../protocol/api/shipment-search.ts";
import { acknowledgeSos, closeSos } from "../../protocol/api/sos.ts";
import { getTrip } from "../../protocol/api/trips.ts";
import type { RegionId } from "../../protocol/ids.ts";
import { callEndpoint } from "../shared/api-client.ts";
import type { RegionClient, RegionEars } from "../shared/live/region-client.ts";
import { openRegion } from "../shared/region/open-region.ts";
import { renewSession } from "../shared/renew-session.ts";
import { accessToken } from "../shared/session.ts";

// Loaded after the first paint: the endpoints bring the schema library, which is larger than the page.

/** The most that the server reads at once. */
const ROWS_AT_ONCE = 100;
const UNPROVED_SHOWN = 10;
/** What a phone sends in some minutes. */
const NEWEST_FIXES = 40;
/** Half a lane: nobody sees the difference, and a straight street becomes two points. */
const TRAIL_DETAIL_M = 5;

export function regions(after: string | undefined) {
  return callEndpoint(listRegions, { query: { after, limit: ROWS_AT_ONCE } });
}

export function trip(tripId: string) {
  return callEndpoint(getTrip, { params: { tripId } });
}

/** Deliveries of a trip whose proof has not come; more than these nobody reads in a drawer. */
export function unproved(tripId: string) {
  return callEndpoint(searchShipments, { query: { tripId, proof: "missing", limit: UNPROVED_SHOWN } });
}

export function driver(driverId: string) {
  return callEndpoint(getDriver, { params: { driverId } });
}

export function drivers(after: string | undefined) {
  return callEndpoint(listDrivers, { query: { after, limit: ROWS_AT_ONCE } });
}

export function newestFixes(driverId: string) {
  return callEndpoint(getNewestFixes, { params: { driverId }, query: { last: NEWEST_FIXES } });
}

export function trailPage(tripId: string, after: string | undefined) {
  return callEndpoint(getTripHistory, { params: { tripId }, query: { simplify: TRAIL_DETAIL_M, after } });
}

export function answerCall(sosId: string) {
  return callEndpoint(acknowledgeSos, { params: { sosId } });
}

export function endCall(sosId: string, note: string) {
  return callEndpoint(closeSos, { params: { sosId }, body: { note } });
}

/** As whoever is signed in. */
export function region(regionId: RegionId, ears: RegionEars): RegionClient {
  return openRegion(regionId, { token: accessToken, renew: () => renewSession(accessToken()) }, ears);
}
