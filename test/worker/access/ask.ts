import type { Endpoint } from "../../../src/protocol/api/endpoint.ts";
import { API_BASE } from "../../../src/protocol/api/endpoint.ts";
import { call } from "../http/call.ts";
import { newNetwork } from "../http/person.ts";
import { madeUpId } from "../objects/trip/trip-fixture.ts";
import { addRegion } from "../services/people-fixture.ts";
import { newLink } from "../services/shipment-fixture.ts";
import { DISPATCH_ASKS } from "./dispatch-asks.ts";
import { FENCE_ASKS } from "./fence-asks.ts";
import { LIVE_ASKS } from "./live-asks.ts";
import { PROOF_ASKS } from "./proof-asks.ts";
import { TRIP_ASKS } from "./trip-asks.ts";
import { newInvitation, newKey, newPhone, type Place } from "./place.ts";

export interface Ask {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: object;
  /** Of an operation that reads no JSON. */
  text?: string;
}

const NEW_REGION = {
  name: "New",
  timeZone: "UTC",
  area: [
    { lat: 1, lng: 1 },
    { lat: 1, lng: 2 },
    { lat: 2, lng: 1 },
  ],
};
const DEVICE = { device: "matrix", native: true };
const CODE = "000000";
const TICKET = "x.y.z";
const demoTrip = ({ north: regionId }: Place) => ({
  trackingUrl: "http://localhost/track/x",
  tripId: madeUpId("trip"),
  regionId,
  driverName: "Driver",
  phone: [],
});
const CHALLENGE = "0123456789abcdef";
const PART = "AAAA";
const CREDENTIAL = { id: PART, rawId: PART, type: "public-key" };
const ASSERTION = {
  ...CREDENTIAL,
  response: { clientDataJSON: PART, authenticatorData: PART, signature: PART },
};
const REGISTRATION = { ...CREDENTIAL, response: { clientDataJSON: PART, attestationObject: PART } };

/** Sound requests for what is `place`'s own; where success uses something up, there is a new one each time. */
const ASK: Readonly<Record<string, (place: Place) => Ask | Promise<Ask>>> = {
  ...LIVE_ASKS,
  ...DISPATCH_ASKS,
  ...FENCE_ASKS,
  getTile: () => ({ params: { z: "14", x: "8646", y: "5294" } }),
  showDemo: (place) => ({ body: demoTrip(place) }),
  getDemo: () => ({}),
  startCode: () => ({ body: { channel: "email", to: `${crypto.randomUUID()}@nowhere.example` } }),
  driverAuth: () => ({ body: { phone: newPhone() } }),
  verifyCode: () => ({
    body: { channel: "email", to: "nobody@nowhere.example", challengeId: CHALLENGE, code: CODE, ...DEVICE },
  }),
  chooseAccount: () => ({ body: { ticket: TICKET, ...DEVICE } }),
  refresh: () => ({ body: {} }),
  logout: () => ({ body: {} }),
  endSession: () => ({ params: { id: "no-session-of-mine" } }),

  beginTotp: () => ({ body: {} }),
  confirmTotp: () => ({ body: { code: CODE, ...DEVICE } }),
  verifyTotp: () => ({ body: { ticket: TICKET, code: CODE, ...DEVICE } }),
  verifyRecovery: () => ({ body: { ticket: TICKET, code: "0000-0000-0000-0000", ...DEVICE } }),
  passkeyOptions: () => ({ body: {} }),
  verifyPasskey: () => ({ body: { assertion: ASSERTION, ...DEVICE } }),
  beginPasskey: () => ({ body: {} }),
  addPasskey: () => ({ body: { registration: REGISTRATION, name: "Key", ...DEVICE } }),

  removePasskey: () => ({ params: { id: PART } }),

  getUser: ({ store }) => ({ params: { userId: store.userId } }),
  changeUserRole: ({ clerk }) => ({ params: { userId: clerk.userId }, body: { role: "dispatcher" } }),
  suspendUser: ({ clerk }) => ({ params: { userId: clerk.userId } }),
  restoreUser: ({ clerk }) => ({ params: { userId: clerk.userId } }),
  createRegion: () => ({ body: NEW_REGION }),
  getRegion: ({ north }) => ({ params: { regionId: north } }),
  changeRegion: ({ south }) => ({ params: { regionId: south }, body: { name: "South" } }),
  // A new one each time: it closes once.
  closeRegion: async ({ tenant }) => ({ params: { regionId: await addRegion(tenant, "Quiet") } }),
  replaceSettings: () => ({ body: {} }),

  changeDriver: ({ drivers }) => ({ params: { driverId: drivers[2] }, body: { name: "Renamed" } }),
  getDriver: ({ drivers }) => ({ params: { driverId: drivers[0] } }),
  suspendDriver: ({ drivers }) => ({ params: { driverId: drivers[2] } }),
  restoreDriver: ({ drivers }) => ({ params: { driverId: drivers[2] } }),

  invite: ({ north }) => ({ body: { role: "driver", name: "New", phone: newPhone(), homeRegionId: north } }),
  revokeInvitation: async (place) => ({ params: { invitationId: await newInvitation(place) } }),
  readInvitation: () => ({ body: { token: "A".repeat(43) } }),
  acceptInvitation: () => ({ body: { token: "A".repeat(43) } }),
  issueTrackingLink: ({ shipmentId }) => ({ params: { shipmentId }, body: {} }),
  listTrackingLinks: ({ shipmentId }) => ({ params: { shipmentId } }),
  revokeTrackingLink: async (place) => {
    const { shipmentId } = place;
    return { params: { shipmentId, linkId: (await newLink(place, shipmentId)).linkId } };
  },
  listLocationViews: ({ drivers }) => ({ params: { driverId: drivers[0] } }),
  ...TRIP_ASKS,
  ...PROOF_ASKS,

  createApiKey: () => ({ body: { name: "New", scopes: ["shipment:read"], storeCode: "mill" } }),
  revokeApiKey: async (place) => ({
    params: { keyId: (await newKey(place, ["shipment:read"], "Fresh", "mill")).keyId },
  }),
};

/** A sound request about `place`'s things. */
export async function soundAsk({ operationId }: Endpoint, place: Place): Promise<Ask> {
  return (await ASK[operationId]?.(place)) ?? {};
}

/** Asks with somebody's token, from a network of its own. */
export async function ask(
  endpoint: Endpoint,
  { params = {}, query = {}, body, text }: Ask,
  token: string | undefined,
): Promise<Response> {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? "");
  const search = new URLSearchParams(query).toString();
  const headers = new Headers({ "cf-connecting-ip": newNetwork() });
  if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
  if (endpoint.body) headers.set("content-type", "application/json");
  return call((endpoint.unversioned ? "" : API_BASE) + path + (search && `?${search}`), {
    method: endpoint.method.toUpperCase(),
    headers,
    ...(body && { body: JSON.stringify(body) }),
    ...(text !== undefined && { body: text }),
  });
}
