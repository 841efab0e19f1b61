import { hexOf, sha256 } from "../../../src/platform/sha256.ts";
import { AnnouncedProof, type Proof, Proofs } from "../../../src/protocol/api/proofs.ts";
import { StoredUpload } from "../../../src/protocol/api/uploads.ts";
import { driverToken, userToken } from "../access/identities.ts";
import type { Place } from "../access/place.ts";
import { madeUpId } from "../objects/trip/trip-fixture.ts";
import { jpegWithNotes } from "../../support/images.ts";
import { call } from "./call.ts";
import { newNetwork } from "./person.ts";

/** Whoever asks, each time from somewhere else: limits are not what is tested here. */
export async function ask(token: string | undefined, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("cf-connecting-ip", newNetwork());
  if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
  return call(path, { ...init, headers });
}

export async function post(token: string, path: string, body: object): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return ask(token, `/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

export async function tokensFor(place: Place) {
  return { driver: await driverToken(place.tenantId, place.drivers[0]), admin: await userToken(place.admin) };
}

export async function fileOf(bytes: Uint8Array, kind?: "photo" | "signature") {
  const digest = hexOf(await sha256(Uint8Array.from(bytes)));
  return { contentType: "image/jpeg", sizeBytes: bytes.length, sha256: digest, ...(kind && { kind }) };
}

/** A photo at the door, ten seconds ago by a clock that is a minute behind. */
export async function newProof(over: object = {}, bytes: Uint8Array = jpegWithNotes()) {
  const now = Date.now();
  const place = { lat: 52.51, lng: 13.4, accuracyM: 8 };
  const files = [await fileOf(bytes, "photo")];
  return { id: madeUpId("prf"), takenAt: now - 70_000, sentAt: now - 60_000, place, files, ...over };
}

export async function announced(token: string, place: Place, proof: object): Promise<AnnouncedProof> {
  const answer = await post(token, `/shipments/${place.shipmentId}/pod`, proof);
  return AnnouncedProof.parse(await answer.json());
}

export async function put(url: string | null | undefined, bytes: BodyInit, type = "image/jpeg"): Promise<Response> {
  return ask(undefined, url ?? "/api/v1/uploads/none", {
    method: "PUT",
    headers: { "content-type": type },
    body: bytes,
  });
}

export async function stored(answer: Response): Promise<StoredUpload> {
  return StoredUpload.parse(await answer.json());
}

export async function proofsOf(token: string, place: Place): Promise<Proofs> {
  return Proofs.parse(await (await ask(token, `/api/v1/shipments/${place.shipmentId}/pod`)).json());
}

export async function newestProof(token: string, place: Place): Promise<Proof> {
  const [newest] = (await proofsOf(token, place)).items;
  if (!newest) throw new Error("no proof");
  return newest;
}
