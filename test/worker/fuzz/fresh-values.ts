import { env } from "cloudflare:workers";
import type { FuzzRequest } from "../../../dev/fuzz/requests.ts";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import { accountObject, deferredObject } from "../../../src/platform/object-stubs.ts";
import { DriverId, TripId, UserId } from "../../../src/protocol/ids.ts";
import { randomToken } from "../../../src/platform/random-token.ts";
import { invite } from "../../../src/services/invitations.ts";
import { failedShipment, newOffer, newOptimisation, newVehicle } from "../access/dispatch-asks.ts";
import { newFence } from "../access/fence-asks.ts";
import { newTracker } from "../access/live-asks.ts";
import { newPayment } from "../access/payment-asks.ts";
import { newDocument } from "../access/proof-asks.ts";
import { newCall } from "../access/trip-asks.ts";
import { newDriver, newInvitation, newKey, newPhone, type Place } from "../access/place.ts";
import { addRegion, depsFor, valueOf } from "../services/people-fixture.ts";
import { newLink, newShipment } from "../services/shipment-fixture.ts";
import { newShipment as newPlacedShipment } from "../services/trip-place.ts";
import { newProof } from "./proof-tickets.ts";
import { newRound, STOPS } from "./rounds.ts";
import { Shared } from "./shared.ts";
import type { Sender } from "./send.ts";

type Values = Readonly<Record<string, string>>;

/** Where a value is used up by success. */
interface Fresh {
  /** By field: what stands in a request until it is sent. It has the field's own shape. */
  readonly standIns: Readonly<Record<string, readonly string[]>>;
  /** What takes the place of each stand-in; other ones for each request. */
  readonly make: (place: Place, sender: Sender) => Promise<Values>;
}

const ANY = "fresh-value-of-this-request".padEnd(43, "-");
const TRIP = standIn("trip");
const DRIVER = standIn("drv");
const SHIPMENT = standIn("shp");
const REGION = standIn("reg");
const EMAIL = "fuzz@nowhere.example";
const PHONE = "+4915100000000";

/** From its start to its end with three stops. */
const REQUESTS_PER_ROUND = 4;
const rounds = new Shared(REQUESTS_PER_ROUND, newRound);
const ROUND: Fresh = {
  standIns: { driverId: [DRIVER], tripId: [TRIP] },
  make: async (place) => {
    const { tripId, driverId } = await rounds.next(place);
    return { [DRIVER]: driverId, [TRIP]: tripId };
  },
};

/** A region holds 500 fences, and each change hands all of them to its object. */
const FENCES_PER_REGION = 40;
const fenced = new Shared(FENCES_PER_REGION, async ({ tenant }) => addRegion(tenant, "Fenced"));
const FENCE = one("geofenceId", standIn("geo"), async (place) =>
  newFence({ ...place, north: await fenced.next(place) }),
);
/** A parcel with a place on the map, and a trip that could take it. */
const PLACED: Fresh = {
  standIns: { ...ROUND.standIns, shipmentId: [SHIPMENT] },
  make: async (place, sender) => ({
    [SHIPMENT]: (await newPlacedShipment(place)).id,
    ...(await ROUND.make(place, sender)),
  }),
};
/** Made to the driver who asks about it. */
const OFFER = one("offerId", standIn("off"), async (place, { person }) => {
  const driverId = DriverId.safeParse(person?.id).data;
  const tripId = driverId && (await accountObject(env, place.tenantId, driverId).duty());
  return newOffer(place, driverId && tripId ? { driverId, tripId } : await rounds.next(place));
});
/** Of whoever asks, and over: what waits would wake its object in the middle of another file. */
const OUTBOX = one("outboxId", standIn("obx"), async ({ tenantId }, { person }) => {
  const id = newRowId.outbox();
  const userId = UserId.safeParse(person?.id).data;
  if (!userId) return id;
  const object = deferredObject(env, tenantId, userId);
  await object.put({ id, operation: "createShipment", sealed: "" });
  await object.settle(id, { state: "refused", shipmentId: null, code: "conflict" });
  return id;
});
/** Of the driver who asks about it, or of somebody in the desk's region. */
const CALL = one("sosId", standIn("sos"), async (place, { person }) =>
  newCall(place, DriverId.safeParse(person?.id).data ?? place.drivers[0]),
);
const PAYMENT = one("paymentId", standIn("pay"), newPayment);
const PAPER: Fresh = {
  standIns: { driverId: [DRIVER], documentId: [standIn("doc")] },
  make: async (place) => ({ [DRIVER]: place.drivers[0], [standIn("doc")]: await newDocument(place) }),
};

/** Each change is the next one's reason to be refused, and nothing begins in one that was closed. */
const NEW_REGION = one("regionId", REGION, async ({ tenant }) => addRegion(tenant, "Fresh"));

const FRESH: Readonly<Record<string, Fresh>> = {
  changeDriver: one("driverId", DRIVER, async (place) => newDriver(place, "Fuzz")),
  changeRegion: NEW_REGION,
  closeRegion: NEW_REGION,
  endSession: one("id", ANY, newSession),
  removePasskey: one("id", ANY, newPasskey),
  revokeInvitation: one("invitationId", standIn("inv"), newInvitation),
  readInvitation: one("token", ANY, newToken),
  acceptInvitation: one("token", ANY, newToken),
  revokeApiKey: one("keyId", standIn("key"), async (place) => (await newKey(place, ["shipment:read"])).keyId),
  revokeTrackingLink: one("linkId", standIn("lnk"), async (place) => (await newLink(place, place.shipmentId)).linkId),
  revokeTrackerToken: {
    standIns: { driverId: [DRIVER], tokenId: [standIn("trk")] },
    make: async (place) => ({ [DRIVER]: place.drivers[0], [standIn("trk")]: await newTracker(place) }),
  },
  getVehicle: one("vehicleId", standIn("veh"), newVehicle),
  updateVehicle: one("vehicleId", standIn("veh"), newVehicle),
  retireVehicle: one("vehicleId", standIn("veh"), newVehicle),
  approveDocument: PAPER,
  rejectDocument: PAPER,
  uploadGpx: ROUND,
  // An address gets three codes in a while, whoever asks.
  startCode: {
    standIns: { to: [EMAIL, PHONE] },
    make: async () => ({ [EMAIL]: `${crypto.randomUUID()}@nowhere.example`, [PHONE]: newPhone() }),
  },
  createGeofence: one("regionId", REGION, async (place) => fenced.next(place)),
  getGeofence: FENCE,
  replaceGeofence: FENCE,
  deleteGeofence: FENCE,
  cancelShipment: one("shipmentId", SHIPMENT, async (place) => newShipment(place)),
  assignShipment: PLACED,
  reattemptShipment: one("shipmentId", SHIPMENT, failedShipment),
  createOffer: { ...PLACED, standIns: { ...PLACED.standIns, tripIds: [TRIP], driverIds: [DRIVER] } },
  acknowledgeSos: CALL,
  listSosLinks: CALL,
  closeSos: CALL,
  locateSos: CALL,
  getPayment: PAYMENT,
  resolvePayment: PAYMENT,
  getOptimisation: one("jobId", standIn("opt"), newOptimisation),
  getOutboxEntry: OUTBOX,
  getOffer: OFFER,
  acceptOffer: OFFER,
  declineOffer: OFFER,
  createTrip: {
    // One region, or half of the trips would be asked to carry what lies in the other.
    standIns: { regionId: [REGION], id: [SHIPMENT] },
    make: async (place) => ({ [REGION]: place.north, [SHIPMENT]: await newShipment(place) }),
  },
  planTrip: {
    standIns: { ...ROUND.standIns, id: [SHIPMENT, ...STOPS.map(({ stopId }) => stopId)] },
    make: async (place, sender) => ({ [SHIPMENT]: await newShipment(place), ...(await ROUND.make(place, sender)) }),
  },
  addStop: {
    standIns: { ...ROUND.standIns, id: [SHIPMENT] },
    make: async (place, sender) => ({ [SHIPMENT]: await newShipment(place), ...(await ROUND.make(place, sender)) }),
  },
  reorderStop: ROUND,
  removeStop: ROUND,
  pauseTrip: ROUND,
  resumeTrip: ROUND,
  completeTrip: ROUND,
  cancelTrip: ROUND,
  arriveStop: ROUND,
  finishStop: {
    standIns: { ...ROUND.standIns, proofId: [standIn("prf")] },
    make: async (place, sender) => {
      const made = await ROUND.make(place, sender);
      return { ...made, [standIn("prf")]: await newProof(place, TripId.parse(made[TRIP])) };
    },
  },
  failStop: ROUND,
  skipStop: ROUND,
  reportProgress: ROUND,
};

/** For the fields that need them, by name. */
export function standInsOf(operationId: string): Fresh["standIns"] {
  return FRESH[operationId]?.standIns ?? {};
}

export async function freshen(
  operationId: string,
  request: FuzzRequest,
  place: Place,
  sender: Sender,
): Promise<FuzzRequest> {
  const fresh = FRESH[operationId];
  const { path, body = "" } = request;
  const asked = Object.values(fresh?.standIns ?? {}).flat();
  if (!fresh || !asked.some((text) => path.includes(text) || body.includes(text))) return request;
  const values = Object.entries(await fresh.make(place, sender));
  const fill = (text: string) => values.reduce((filled, [stood, value]) => filled.replaceAll(stood, value), text);
  return { ...request, path: fill(path), body: request.body && fill(request.body) };
}

function one(field: string, stands: string, make: (place: Place, sender: Sender) => Promise<string>): Fresh {
  return {
    standIns: { [field]: [stands] },
    make: async (place, sender) => ({ [stands]: await make(place, sender) }),
  };
}

/** An id that is nobody's: none is made at the beginning of time. */
function standIn(prefix: string): string {
  return `${prefix}_${"0".repeat(26)}`;
}

/** The sender's own, or nobody's. */
async function newSession({ tenantId }: Place, { person }: Sender): Promise<string> {
  if (!person) return randomToken(16);
  const profile = { role: person.role, status: "active" as const, storeCode: null, regionIds: null };
  const account = accountObject(env, tenantId, person.id);
  const opened = await account.openSession({ device: "fuzz", method: "code", profile });
  return opened.ok ? opened.sessionId : randomToken(16);
}

async function newPasskey({ tenantId }: Place, { person }: Sender): Promise<string> {
  const credentialId = randomToken(16);
  const passkey = { credentialId, publicKey: randomToken(32), counter: 0, transports: [], name: "Fuzz" };
  if (person) await accountObject(env, tenantId, person.id).addPasskey(passkey);
  return credentialId;
}

async function newToken({ admin, north }: Place): Promise<string> {
  const input = { role: "driver", name: "Fuzz", phone: newPhone(), homeRegionId: north } as const;
  return valueOf(await invite(depsFor(admin), input)).token;
}
