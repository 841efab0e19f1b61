import { SOS_ROWS } from "./sos-rows.ts";
import { TENANCY_ROWS } from "./tenancy-rows.ts";
import { TICKET_ROWS } from "./ticket-rows.ts";

/** Who asks. Those with a B belong to the other tenant; what is asked for is always the first tenant's. */
const COLUMNS =
  "nobody bad expired ticket  admin dispatcher regional store store2 driver driver2 suspended  key keyOther keyStore  adminB storeB driverB keyB  link linkOther linkExpired linkRevoked linkB";

export const IDENTITIES = [
  "nobody",
  "bad",
  "expired",
  /** A half-way ticket of a sign-in, used as an access token. */
  "ticket",
  "admin",
  "dispatcher",
  /** A dispatcher of the south; what is asked for is in the north. */
  "regional",
  "store",
  /** Of another store. */
  "store2",
  "driver",
  "driver2",
  /** A dispatcher's access token from before the suspension: good until its ten minutes are over. */
  "suspended",
  /** With the scope to read drivers. */
  "key",
  "keyOther",
  /** With the scope to read drivers, limited to a store. */
  "keyStore",
  "adminB",
  "storeB",
  "driverB",
  "keyB",
  /** Of the shipment that is asked for. */
  "link",
  /** Of another shipment. */
  "linkOther",
  "linkExpired",
  "linkRevoked",
  "linkB",
] as const;
export type IdentityName = (typeof IDENTITIES)[number];

// Written down by hand from the requirements, never computed: the permission table is what this is checked against.
// Sign-in answers 401 to a wrong code or ticket, whoever asks.
const ANYBODY = "200 200 200 200  200 200 200 200 200 200 200 200  200 200 200  200 200 200 200  200 200 200 200 200";
const NO_BAD_ONE =
  "200 401 401 401  200 200 200 200 200 200 200 200  200 200 200  200 200 200 200  200 200 401 401 200";
const NO_PROOF = "401 401 401 401  401 401 401 401 401 401 401 401  401 401 401  401 401 401 401  401 401 401 401 401";
const PEOPLE = "401 401 401 401  200 200 200 200 200 200 200 200  403 403 403  200 200 200 403  403 403 401 401 403";
const SET_UP = "401 401 401 401  200 200 200 200 200 200 200 200  401 401 401  200 200 200 401  401 401 401 401 401";
const ADMINS = "401 401 401 401  200 403 403 403 403 403 403 403  403 403 403  200 403 403 403  403 403 401 401 403";
const THEIR_ADMIN =
  "401 401 401 401  200 403 403 403 403 403 403 403  403 403 403  404 403 403 403  403 403 401 401 403";
const DRIVERS_DESK =
  "401 401 401 401  200 200 404 403 403 404 404 200  403 403 403  404 403 404 403  403 403 401 401 403";
const VEHICLES_DESK =
  "401 401 401 401  200 200 200 403 403 403 403 200  403 403 403  404 403 403 403  403 403 401 401 403";
const FENCES_DESK =
  "401 401 401 401  200 200 404 403 403 403 403 200  403 403 403  404 403 403 403  403 403 401 401 403";
const SHIPMENTS_DESK =
  "401 401 401 401  200 200 404 200 404 403 403 200  403 403 403  404 404 403 403  403 403 401 401 403";

const POSITIONS = "401 401 401 401  403 403 403 403 403 200 409 403  403 403 403  403 403 409 403  403 403 401 401 403";
const LOCATIONS = "401 401 401 401  200 403 403 403 403 200 404 403  403 403 403  404 403 404 403  403 403 401 401 403";
// Without a body it is no GPX, which only those are told who may upload one.
const RECORDINGS =
  "401 401 401 401  400 403 403 403 403 400 404 403  403 403 403  404 403 404 403  403 403 401 401 403";
const TRACKERS = "401 401 401 401  200 200 404 403 403 200 404 200  403 403 403  404 403 404 403  403 403 401 401 403";
// The keys are for drivers and regions, not for where somebody is; a store sees a place through its shipments only.
const TRACKS = "401 401 401 401  200 200 404 404 404 200 404 200  403 403 403  404 404 404 403  404 404 401 401 404";
const LIVE_MAP = "401 401 401 401  200 200 404 404 404 403 403 200  403 403 403  404 404 403 403  403 403 401 401 403";
const NO_LINK = "404 401 401 401  404 404 404 404 404 404 404 404  404 404 404  404 404 404 404  404 404 401 401 404";
/** Who drives it, and whose region it is in. */
const TRIP = "401 401 401 401  200 200 404 403 403 200 404 200  403 403 403  404 403 404 403  403 403 401 401 403";
const DESK_OF_TRIP =
  "401 401 401 401  200 200 404 403 403 403 403 200  403 403 403  404 403 403 403  403 403 401 401 403";

/** The driver who is asked. */
const OFFERED = "401 401 401 401  403 403 403 403 403 200 404 403  403 403 403  403 403 404 403  403 403 401 401 403";

const TABLE: Readonly<Record<string, string>> = {
  getHealth: ANYBODY,
  getLiveness: ANYBODY,
  getReadiness: ANYBODY,
  getKeySet: ANYBODY,
  getTile: ANYBODY,
  getTileJson: ANYBODY,
  getVersion: NO_BAD_ONE,
  listOutbox: NO_BAD_ONE,
  // In a dispatcher's own name: nobody else looks at a whole region's map.
  showDemo: "401 401 401 401  403 200 200 403 403 403 403 403  403 403 403  403 403 403 403  403 403 401 401 403",
  getDemo: NO_BAD_ONE,

  startCode: "202 401 401 401  202 202 202 202 202 202 202 202  202 202 202  202 202 202 202  202 202 401 401 202",
  driverAuth: NO_BAD_ONE,
  verifyCode: NO_PROOF,
  chooseAccount: NO_PROOF,
  refresh: NO_PROOF,
  logout: NO_BAD_ONE,
  listSessions: PEOPLE,
  endSession: "401 401 401 401  404 404 404 404 404 404 404 404  403 403 403  404 404 404 403  403 403 401 401 403",

  beginTotp: SET_UP,
  confirmTotp: NO_PROOF,
  verifyTotp: NO_PROOF,
  verifyRecovery: NO_PROOF,
  passkeyOptions: NO_BAD_ONE,
  verifyPasskey: NO_PROOF,
  beginPasskey: SET_UP,
  addPasskey: NO_PROOF,
  removePasskey: "401 401 401 401  404 404 404 404 404 404 404 404  403 403 403  404 404 404 403  403 403 401 401 403",
  listFactors: PEOPLE,

  getMe: PEOPLE,
  listRegions: "401 401 401 401  200 200 200 200 200 403 403 200  200 403 403  200 200 403 200  403 403 401 401 403",

  ...TENANCY_ROWS,
  ...SOS_ROWS,

  // Drivers see those of where they are at home.
  listGeofences: "401 401 401 401  200 200 200 403 403 200 200 200  403 403 403  200 403 200 403  403 403 401 401 403",
  getGeofence: "401 401 401 401  200 200 404 403 403 200 200 200  403 403 403  404 403 404 403  403 403 401 401 403",
  // The other tenant's admin names a region that is not theirs.
  createGeofence: "401 401 401 401  201 201 403 403 403 403 403 201  403 403 403  400 403 403 403  403 403 401 401 403",
  replaceGeofence: FENCES_DESK,
  deleteGeofence: FENCES_DESK,

  listUsers: "401 401 401 401  200 200 200 403 403 403 403 200  403 403 403  200 403 403 403  403 403 401 401 403",
  getUser: "401 401 401 401  200 200 200 200 404 403 403 200  403 403 403  404 404 403 403  403 403 401 401 403",
  changeUserRole: THEIR_ADMIN,
  suspendUser: THEIR_ADMIN,
  restoreUser: THEIR_ADMIN,

  listDrivers: "401 401 401 401  200 200 200 403 403 403 403 200  200 403 403  200 403 403 200  403 403 401 401 403",
  getDriver: "401 401 401 401  200 200 404 403 403 200 404 200  200 403 403  404 403 404 404  403 403 401 401 403",
  setDriverStatus: DRIVERS_DESK,
  // Whose drivers they are is said line by line.
  setDriverStatuses:
    "401 401 401 401  200 200 200 403 403 403 403 200  403 403 403  200 403 403 403  403 403 401 401 403",
  setDriverAvailability:
    "401 401 401 401  200 200 404 403 403 200 404 200  403 403 403  404 403 404 403  403 403 401 401 403",
  listAssignments: TRIP,
  createVehicle: "401 401 401 401  201 201 201 403 403 403 403 201  403 403 403  400 403 403 403  403 403 401 401 403",
  listVehicles: "401 401 401 401  200 200 200 403 403 403 403 200  403 403 403  200 403 403 403  403 403 401 401 403",
  getVehicle: "401 401 401 401  200 200 200 403 403 404 404 200  403 403 403  404 403 404 403  403 403 401 401 403",
  updateVehicle: VEHICLES_DESK,
  retireVehicle: VEHICLES_DESK,
  suspendDriver: DRIVERS_DESK,
  restoreDriver: DRIVERS_DESK,

  // The other tenant's admin names a region that is not theirs.
  invite: "401 401 401 401  201 201 403 403 403 403 403 201  403 403 403  400 403 403 403  403 403 401 401 403",
  listInvitations:
    "401 401 401 401  200 200 200 403 403 403 403 200  403 403 403  200 403 403 403  403 403 401 401 403",
  revokeInvitation:
    "401 401 401 401  200 200 404 403 403 403 403 200  403 403 403  404 403 403 403  403 403 401 401 403",
  readInvitation: "404 401 401 401  404 404 404 404 404 404 404 404  404 404 404  404 404 404 404  404 404 401 401 404",
  acceptInvitation:
    "404 401 401 401  404 404 404 404 404 404 404 404  404 404 404  404 404 404 404  404 404 401 401 404",

  // The other tenant's people name a region that is not theirs.
  createShipment: "401 401 401 401  201 201 403 201 201 403 403 201  403 403 403  409 409 403 403  403 403 401 401 403",
  // Nobody but the sender; nothing was sent.
  getOutboxEntry: "401 401 401 401  404 404 404 404 404 403 403 404  403 403 403  404 404 403 403  403 403 401 401 403",
  listShipments: "401 401 401 401  200 200 200 200 200 200 200 200  403 200 403  200 200 200 403  403 403 401 401 403",
  // Of one item each, which is refused by itself where a single one would be.
  createShipments:
    "401 401 401 401  200 200 200 200 200 403 403 200  403 403 403  200 200 403 403  403 403 401 401 403",
  importShipments:
    "401 401 401 401  200 200 200 200 200 403 403 200  403 403 403  200 200 403 403  403 403 401 401 403",
  // Nothing is looked up.
  previewImport: "401 401 401 401  200 200 200 200 200 403 403 200  403 403 403  200 200 403 403  403 403 401 401 403",
  updateShipments:
    "401 401 401 401  200 200 200 200 200 200 200 200  403 403 403  200 200 200 403  403 403 401 401 403",
  searchShipments:
    "401 401 401 401  200 200 200 200 200 200 200 200  403 200 403  200 200 200 403  403 403 401 401 403",
  getShipment: "401 401 401 401  200 200 404 200 404 200 404 200  403 200 403  404 404 404 403  404 404 401 401 404",
  listShipmentHistory:
    "401 401 401 401  200 200 404 200 404 200 404 200  403 200 403  404 404 404 403  404 404 401 401 404",
  // Drivers report, and change nothing else.
  changeShipment: "401 401 401 401  200 200 404 200 404 403 403 200  403 403 403  404 404 403 403  403 403 401 401 403",
  // Stores only call off.
  setShipmentStatus: TRIP,
  cancelShipment: "401 401 401 401  200 200 404 200 404 403 403 200  403 403 403  404 404 403 403  403 403 401 401 403",

  assignShipment: DESK_OF_TRIP,
  unassignShipment: DESK_OF_TRIP,
  reattemptShipment: DESK_OF_TRIP,

  createOffer: DESK_OF_TRIP.replaceAll("200", "201"),
  getOffer: TRIP,
  acceptOffer: OFFERED,
  declineOffer: OFFERED,

  optimiseRoutes: TRIP,
  // For whoever asked, here the admin.
  getOptimisation:
    "401 401 401 401  200 404 404 403 403 404 404 404  403 403 403  404 403 404 403  403 403 401 401 403",
  getRouteHistory: TRIP,
  getRouteAnalytics:
    "401 401 401 401  200 200 200 403 403 200 200 200  403 403 403  200 403 200 403  403 403 401 401 403",
  notifyRoute: DESK_OF_TRIP.replaceAll("200", "202"),
  // A store makes links for its shipments, but sees no trips.
  shareRoute: "401 401 401 401  201 201 404 404 404 403 403 201  403 403 403  404 404 403 403  403 403 401 401 403",

  // The first driver goes on duty; nobody opens a trip for a driver of another tenant.
  createTrip: "401 401 401 401  201 201 403 403 403 201 403 201  403 403 403  404 403 403 403  403 403 401 401 403",
  listTrips: "401 401 401 401  200 200 200 403 403 200 200 200  403 403 403  200 403 200 403  403 403 401 401 403",
  getTrip: TRIP,
  planTrip: DESK_OF_TRIP,
  addStop: DESK_OF_TRIP.replaceAll("200", "201"),
  reorderStop: DESK_OF_TRIP,
  removeStop: DESK_OF_TRIP,
  startTrip: TRIP,
  pauseTrip: TRIP,
  resumeTrip: TRIP,
  arriveStop: TRIP,
  finishStop: TRIP,
  failStop: TRIP,
  skipStop: TRIP,
  reportProgress: TRIP,
  // Every driver calls for itself.
  completeTrip: TRIP,
  cancelTrip: DESK_OF_TRIP,

  // The key is for a store; the other tenant has one of that name too.
  createApiKey: "401 401 401 401  201 403 403 201 403 403 403 403  403 403 403  201 201 403 403  403 403 401 401 403",
  listApiKeys: "401 401 401 401  200 403 403 200 200 403 403 403  403 403 403  200 200 403 403  403 403 401 401 403",
  revokeApiKey: "401 401 401 401  200 403 403 200 404 403 403 403  403 403 403  404 404 403 403  403 403 401 401 403",

  // For a trip's socket: whoever may open it is asked for a session, and these have none that lives.
  issueLiveTicket:
    "401 401 401 401  401 401 404 404 404 404 404 401  403 403 403  404 404 404 403  403 403 401 401 403",
  sendPositions: POSITIONS,
  sendActions: POSITIONS,
  putLocation: LOCATIONS,
  addLocations: LOCATIONS,
  uploadGpx: RECORDINGS,
  createTrackerToken: TRACKERS.replaceAll("200", "201"),
  listTrackerTokens: TRACKERS,
  revokeTrackerToken: TRACKERS,
  getTripHistory: TRACKS,
  replayTrip: TRACKS,
  getDriverHistory: TRACKS,
  getNewestFixes: TRACKS,
  exportGPX: TRACKS,
  exportGeoJSON: TRACKS,
  exportKML: TRACKS,
  exportCSV: TRACKS,
  exportNDJSON: TRACKS,
  getRegionSnapshot: LIVE_MAP,
  getNearestDrivers: LIVE_MAP,
  getTrack: NO_LINK,
  getSocketHealth: NO_BAD_ONE,

  announceProof: "401 401 401 401  201 201 404 403 403 201 404 201  403 403 403  404 403 404 403  403 403 401 401 403",
  // The keys have no scope for proofs.
  getProofs: "401 401 401 401  200 200 404 200 404 200 404 200  403 403 403  404 404 404 403  200 404 401 401 404",
  listPayments: "401 401 401 401  200 200 200 200 200 200 200 200  403 403 403  200 200 200 403  403 403 401 401 403",
  takePayment: "401 401 401 401  201 201 404 403 403 201 404 201  403 403 403  404 403 404 403  403 403 401 401 403",
  getPayment: "401 401 401 401  200 200 404 200 404 200 404 200  403 403 403  404 404 404 403  403 403 401 401 403",
  resolvePayment: THEIR_ADMIN,
  // Whoever has not the provider's signature.
  receivePaymentEvent: NO_LINK,
  ...TICKET_ROWS,
  announceDocument: TRACKERS.replaceAll("200", "201"),
  listDocuments: TRACKERS,
  approveDocument: FENCES_DESK,
  rejectDocument: FENCES_DESK,
  getQueueStatus: ADMINS,
  listDeadLetters: ADMINS,
  replayDeadLetter: THEIR_ADMIN,

  issueTrackingLink:
    "401 401 401 401  201 201 404 201 404 403 403 201  403 403 403  404 404 403 403  403 403 401 401 403",
  listTrackingLinks: SHIPMENTS_DESK,
  revokeTrackingLink: SHIPMENTS_DESK,

  listLocationViews:
    "401 401 401 401  200 403 403 403 403 200 404 403  403 403 403  404 403 404 403  403 403 401 401 403",
  listAuditLog: ADMINS,
  listSecurityEvents: ADMINS,
};

export const EXPECTED: ReadonlyMap<string, Readonly<Record<string, number>>> = new Map(
  Object.entries(TABLE).map(([operationId, row]) => [operationId, readRow(operationId, row)]),
);

function readRow(operationId: string, row: string): Record<string, number> {
  const columns = COLUMNS.split(/ +/);
  const cells = row.split(/ +/);
  if (cells.length !== columns.length) throw new Error(`${operationId} has ${cells.length} cells.`);
  return Object.fromEntries(columns.map((name, index) => [name, Number(cells[index])]));
}
