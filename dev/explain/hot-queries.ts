// What people and machines ask all day long, through the very functions that the product asks with.
import { listAssignments, listLoads } from "../../src/db/assignments.ts";
import type { Db, TenantQueries } from "../../src/db/client.ts";
import { listComparedTrips } from "../../src/db/compared-trips.ts";
import { findDriver, listDrivers } from "../../src/db/drivers.ts";
import { findPlannedTrip } from "../../src/db/driver-duty.ts";
import { findProofSubject, listCompleteProofs, listProofs } from "../../src/db/proofs.ts";
import { sumRoutes } from "../../src/db/route-analytics.ts";
import { searchShipments } from "../../src/db/shipment-search.ts";
import { readShipmentPast } from "../../src/db/shipment-history.ts";
import { findLoads, findShipment, findShipmentPlace, findShipments, listShipments } from "../../src/db/shipments.ts";
import { listDriverChunks, listEndedTrips, listNewestDriverChunks, listTripChunks } from "../../src/db/track-reads.ts";
import { findTrackingLinkByToken, listTrackingLinks } from "../../src/db/tracking-links.ts";
import { listTripEvents } from "../../src/db/trip-events.ts";
import { findTrip, listQuietTrips, listTrips, listUnmeasuredTrips } from "../../src/db/trips.ts";
import { countUploads } from "../../src/db/uploads.ts";
import type { Result } from "../../src/domain/result.ts";
import type { Sample } from "./samples.ts";

const DAY_MS = 24 * 60 * 60_000;
/** A page and the row behind it, which says that there is more. */
export const PAGE_ROWS = 51;

/** The longest page that anybody may ask for, and the row behind it. */
export const SORTED_ROWS_MAX = 101;

export interface HotQuery {
  readonly name: string;
  readonly ask: (tenant: TenantQueries, sample: Sample, db: Db) => Promise<Result<unknown, unknown>>;
  /** More rows than a page that it has to put in order, and why there cannot be many more. */
  readonly sorts?: { readonly rows: number; readonly because: string };
}

/** What a search looks at of all that hold its text. */
const MATCHES_MAX = 5_000;

/** Who has more has each looked up instead. */
const FEW_TRIPS = { rows: 200, because: "the trips of a tenant that has few are merged with the page" };

const page = { limit: PAGE_ROWS };
const days = (at: number, count: number) => ({ from: at, to: at + count * DAY_MS });

const SHIPMENTS: readonly HotQuery[] = [
  { name: "shipments: newest", ask: (tenant) => listShipments(tenant, page), sorts: FEW_TRIPS },
  {
    name: "shipments: next page",
    ask: (tenant, { shipmentId: after }) => listShipments(tenant, { ...page, after }),
    sorts: FEW_TRIPS,
  },
  {
    name: "shipments: waiting in a region",
    ask: (tenant, { regionId }) => listShipments(tenant, { ...page, status: "created", regionIds: [regionId] }),
  },
  {
    name: "shipments: on their way in a region",
    ask: (tenant, { regionId }) =>
      listShipments(tenant, { ...page, status: "out_for_delivery", regionIds: [regionId] }),
  },
  {
    name: "shipments: of a store",
    ask: (tenant, { storeCode }) => listShipments(tenant, { ...page, storeCode: storeCode ?? "store-1" }),
  },
  {
    name: "shipments: carried by a driver",
    ask: (tenant, { driverId: carriedBy }) => listShipments(tenant, { ...page, carriedBy }),
  },
  { name: "shipments: whose proof never came", ask: (tenant) => listShipments(tenant, { ...page, proof: "missing" }) },
  { name: "shipment: by id", ask: (tenant, { shipmentId }) => findShipment(tenant, shipmentId) },
  { name: "shipment: by reference", ask: async (tenant, sample) => findShipment(tenant, sample) },
  { name: "shipments: by their ids", ask: (tenant, { shipmentId }) => findShipments(tenant, [shipmentId]) },
  { name: "shipment: what a trip needs", ask: (tenant, { shipmentId }) => findLoads(tenant, [shipmentId]) },
  { name: "shipment: whose it is", ask: (tenant, { shipmentId }) => findShipmentPlace(tenant, shipmentId) },
  {
    name: "shipment: history",
    ask: (tenant, { shipmentId }) => readShipmentPast(tenant, { shipmentId, after: undefined, ...page }),
  },
];

const SEARCHES: readonly HotQuery[] = [
  {
    name: "search: an order number",
    ask: (tenant, { reference: text }) => searchShipments(tenant, page, { text, statuses: undefined }),
  },
  {
    name: "search: a street",
    ask: (tenant, { street: text }) => searchShipments(tenant, page, { text, statuses: undefined }),
    sorts: { rows: MATCHES_MAX, because: "so many matches of a text are looked at, and no more" },
  },
  {
    name: "search: a mistyped street",
    // Its second letter is gone.
    ask: (tenant, { street }) =>
      searchShipments(tenant, page, { text: street.slice(0, 1) + street.slice(2), statuses: undefined }),
    sorts: { rows: MATCHES_MAX, because: "so many matches of a text are looked at, and no more" },
  },
  {
    name: "search: a town, in a region",
    ask: (tenant, { city: text, regionId }) =>
      searchShipments(tenant, { ...page, regionIds: [regionId] }, { text, statuses: ["delivered"] }),
    sorts: { rows: MATCHES_MAX, because: "so many matches of a text are looked at, and no more" },
  },
  {
    name: "search: a driver's",
    ask: (tenant, { driverId }) => searchShipments(tenant, page, { driverId, statuses: undefined }),
    sorts: { rows: 2_000, because: "what one driver carried" },
  },
  {
    name: "search: a trip's",
    ask: (tenant, { tripId }) => searchShipments(tenant, page, { tripId, statuses: ["delivered", "failed"] }),
  },
  {
    name: "search: around a place",
    ask: (tenant, { lat, lng }) => {
      const bbox = { west: lng - 0.01, south: lat - 0.01, east: lng + 0.01, north: lat + 0.01 };
      return searchShipments(tenant, page, { bbox, statuses: undefined });
    },
    sorts: { rows: 10_000, because: "what was ever brought to two streets" },
  },
  {
    name: "search: handed in on a day",
    ask: (tenant, { at }) =>
      searchShipments(tenant, page, { createdFrom: at, createdTo: at + DAY_MS, statuses: ["delivered"] }),
    sorts: { rows: 5_000, because: "a day of one tenant" },
  },
  {
    name: "search: due on a day",
    ask: (tenant, { at }) =>
      searchShipments(tenant, page, { windowFrom: at, windowTo: at + DAY_MS, statuses: undefined }),
    sorts: { rows: 5_000, because: "a day of one tenant" },
  },
];

const TRIPS: readonly HotQuery[] = [
  { name: "trips: newest", ask: (tenant) => listTrips(tenant, page) },
  {
    name: "trips: under way in a region",
    ask: (tenant, { regionId }) => listTrips(tenant, { ...page, status: "active", regionIds: [regionId] }),
    sorts: { rows: 500, because: "as many as drivers are on duty" },
  },
  { name: "trips: of a driver", ask: (tenant, { driverId }) => listTrips(tenant, { ...page, driverId }) },
  {
    name: "trips: of a day",
    ask: (tenant, { at }) => listTrips(tenant, { ...page, ...days(at, 1) }),
    sorts: { rows: 500, because: "a day of one tenant" },
  },
  { name: "trip: with its plan", ask: (tenant, { tripId }) => findTrip(tenant, tripId) },
  { name: "trip: planned next for a driver", ask: (tenant, { driverId }) => findPlannedTrip(tenant, driverId) },
  {
    name: "trips: quiet for a while",
    ask: (tenant, { at }) =>
      listQuietTrips(tenant, { status: ["active", "paused"], since: at, before: at + DAY_MS, limit: 100 }),
  },
  {
    name: "trips: open, held against their objects",
    ask: (tenant, { at }) => listComparedTrips(tenant, { state: "open", before: at + DAY_MS }, { skip: 0, limit: 200 }),
  },
  {
    name: "trips: ended, held against their objects",
    ask: (tenant, { at }) =>
      listComparedTrips(tenant, { state: "ended", from: at, before: at + DAY_MS }, { skip: 0, limit: 200 }),
  },
  {
    name: "trips: not measured yet",
    ask: (tenant) => listUnmeasuredTrips(tenant, { since: Date.now() - 2 * DAY_MS, limit: 100 }),
  },
  {
    name: "trips: ended on a day",
    ask: (tenant, { at }) => listEndedTrips(tenant, { ...days(at, 1), after: undefined, limit: 100 }),
    sorts: { rows: 500, because: "a day of one tenant" },
  },
  { name: "routes: analytics of a week", ask: (tenant, { at }) => sumRoutes(tenant, days(at, 7)) },
  {
    name: "trip: events",
    ask: (tenant, { tripId }) => listTripEvents(tenant, { tripId, after: 0, limit: PAGE_ROWS }),
  },
  {
    name: "driver: assignments",
    ask: (tenant, { driverId }) => listAssignments(tenant, { driverId, ...page }),
    sorts: { rows: 5_000, because: "all stops that one driver ever had, open ones first" },
  },
  {
    name: "driver: what stops serve",
    ask: async (tenant, { driverId }) => {
      const found = await listAssignments(tenant, { driverId, isOver: false, ...page });
      return found.ok
        ? listLoads(
            tenant,
            found.value.map(({ stopId }) => stopId),
          )
        : found;
    },
    sorts: { rows: 5_000, because: "all stops that one driver ever had, open ones first" },
  },
];

const PEOPLE_AND_RECORDS: readonly HotQuery[] = [
  {
    name: "drivers: of a region",
    ask: (tenant, { regionId }) => listDrivers(tenant, { ...page, regionIds: [regionId] }),
    sorts: { rows: 1_000, because: "everybody who drives in one region" },
  },
  {
    name: "drivers: free in a region",
    ask: (tenant, { regionId }) => listDrivers(tenant, { ...page, regionIds: [regionId], availability: "available" }),
    sorts: { rows: 500, because: "as many as drivers are on duty" },
  },
  { name: "drivers: free", ask: (tenant) => listDrivers(tenant, { ...page, availability: "available" }) },
  { name: "driver: by id", ask: (tenant, { driverId }) => findDriver(tenant, driverId) },
  {
    name: "track: of a trip",
    ask: (tenant, { tripId }) => listTripChunks(tenant, tripId, { after: 0, before: undefined, limit: PAGE_ROWS }),
  },
  {
    name: "track: of a driver on a day",
    ask: (tenant, { driverId }) => {
      const now = Date.now();
      return listDriverChunks(tenant, driverId, { from: now - DAY_MS, to: now, after: undefined, limit: PAGE_ROWS });
    },
  },
  { name: "track: newest of a driver", ask: (tenant, { driverId }) => listNewestDriverChunks(tenant, driverId, 5) },
  { name: "links: of a shipment", ask: (tenant, { shipmentId }) => listTrackingLinks(tenant, { shipmentId, ...page }) },
  {
    name: "link: by its token",
    ask: async (_tenant, _sample, db) => findTrackingLinkByToken(db, crypto.getRandomValues(new Uint8Array(32))),
  },
  { name: "proofs: of a shipment", ask: (tenant, { shipmentId }) => listProofs(tenant, shipmentId) },
  { name: "proofs: complete ones", ask: (tenant, { shipmentId }) => listCompleteProofs(tenant, [shipmentId]) },
  { name: "files: how many wait, and how fast it goes", ask: (tenant) => countUploads(tenant, Date.now()) },
  { name: "proof: what it is about", ask: (tenant, { shipmentId }) => findProofSubject(tenant, shipmentId) },
];

export const HOT_QUERIES: readonly HotQuery[] = [...SHIPMENTS, ...SEARCHES, ...TRIPS, ...PEOPLE_AND_RECORDS];
