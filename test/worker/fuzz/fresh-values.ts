import { env } from "cloudflare:workers";
import type { FuzzRequest } from "../../../dev/fuzz/requests.ts";
import { accountObject } from "../../../src/platform/object-stubs.ts";
import { randomToken } from "../../../src/platform/random-token.ts";
import { invite } from "../../../src/services/invitations.ts";
import { newInvitation, newKey, newPhone, type Place } from "../access/place.ts";
import { depsFor, valueOf } from "../services/people-fixture.ts";
import { newLink } from "../services/shipment-fixture.ts";
import type { Sender } from "./send.ts";

type Make = (place: Place, sender: Sender) => Promise<string>;

/** Where a value is used up by success: the field, and how another one is made for each request. */
const FRESH: Readonly<Record<string, { readonly field: string; readonly make: Make }>> = {
  endSession: { field: "id", make: newSession },
  removePasskey: { field: "id", make: newPasskey },
  revokeInvitation: { field: "invitationId", make: newInvitation },
  readInvitation: { field: "token", make: newToken },
  acceptInvitation: { field: "token", make: newToken },
  revokeApiKey: { field: "keyId", make: async (place) => (await newKey(place, ["shipment:read"])).keyId },
  revokeTrackingLink: { field: "linkId", make: async (place) => (await newLink(place, place.shipmentId)).linkId },
};

/** Stands in a request until it is sent; no value of any field looks like it. */
const PLACEHOLDER = "fresh-value-of-this-request";

/** For the field that needs one, by name. */
export function placeholders(operationId: string): Record<string, string[]> {
  const fresh = FRESH[operationId];
  return fresh ? { [fresh.field]: [PLACEHOLDER] } : {};
}

export async function freshen(
  operationId: string,
  request: FuzzRequest,
  place: Place,
  sender: Sender,
): Promise<FuzzRequest> {
  const { path, body } = request;
  if (!path.includes(PLACEHOLDER) && !body?.includes(PLACEHOLDER)) return request;
  const value = (await FRESH[operationId]?.make(place, sender)) ?? "";
  return { ...request, path: path.replace(PLACEHOLDER, value), body: body?.replace(PLACEHOLDER, value) };
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
