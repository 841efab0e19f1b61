import { err, ok, type Result } from "../domain/result.ts";
import { toBase64url } from "../platform/base64url.ts";
import { attestedData } from "../platform/webauthn/attestation-object.ts";
import { checkCeremony, flaw, type Flaw } from "../platform/webauthn/check-ceremony.ts";
import { type ClientData, readClientData } from "../platform/webauthn/client-data.ts";
import { importCoseKey } from "../platform/webauthn/cose-key.ts";
import { sentBytes } from "../platform/webauthn/sent-bytes.ts";
import { verifySignature } from "../platform/webauthn/verify-signature.ts";
import type { PasskeyAssertion, PasskeyRegistration } from "../protocol/passkey.ts";
import type { RelyingParty } from "./relying-party.ts";
import { sha256 } from "../platform/sha256.ts";

export interface NewPasskey {
  readonly credentialId: string;
  /** COSE, base64url. */
  readonly publicKey: string;
  /** Counts uses, if the authenticator counts; those that sync between devices stay at 0. */
  readonly counter: number;
  readonly transports: readonly string[];
}

/** `challenge`: not ours, over, or used. `not-verified`: anything else; the cause is for the log. */
export type ProofError = { readonly tag: "challenge" } | Flaw;

/** Answers once with true for a challenge that we gave. */
export type TakeChallenge = (challenge: string) => Promise<boolean>;

export async function verifyNewPasskey(
  relyingParty: RelyingParty,
  { id, rawId, response }: PasskeyRegistration,
  take: TakeChallenge,
): Promise<Result<NewPasskey, ProofError>> {
  const clientData = await withOurChallenge(response.clientDataJSON, take);
  if (!clientData.ok) return clientData;
  const attestation = sentBytes(response.attestationObject);
  const data = attestation && attestedData(attestation);
  const checked = await checkCeremony({ type: "webauthn.create", relyingParty }, clientData.value, data);
  if (!checked.ok) return checked;
  const { attached, counter } = checked.value;
  if (!attached) return flaw("authenticator-data");
  const credentialId = toBase64url(attached.credentialId);
  if (credentialId !== id || id !== rawId) return flaw("credential-id");
  if (!(await importCoseKey(attached.publicKey))) return flaw("public-key");
  return ok({ credentialId, publicKey: toBase64url(attached.publicKey), counter, transports: response.transports });
}

/**
 * The counter is compared by the one who stores it, in one step with storing it, and after the signature: a stranger must not
 * be able to make a passkey look copied.
 */
export async function verifyAssertion(
  relyingParty: RelyingParty,
  { id, rawId, response }: PasskeyAssertion,
  publicKey: string,
  take: TakeChallenge,
): Promise<Result<{ counter: number }, ProofError>> {
  const clientData = await withOurChallenge(response.clientDataJSON, take);
  if (!clientData.ok) return clientData;
  const data = sentBytes(response.authenticatorData);
  const checked = await checkCeremony({ type: "webauthn.get", relyingParty }, clientData.value, data);
  if (!checked.ok) return checked;
  if (id !== rawId) return flaw("credential-id");
  const cose = sentBytes(publicKey);
  const key = cose && (await importCoseKey(cose));
  if (!key) return flaw("public-key");
  const [clientBytes, signature] = [sentBytes(response.clientDataJSON), sentBytes(response.signature)];
  if (!data || !clientBytes || !signature) return flaw("signature");
  const signed = await signedBytes(data, clientBytes);
  return (await verifySignature(key, signature, signed)) ? ok({ counter: checked.value.counter }) : flaw("signature");
}

async function withOurChallenge(
  clientDataJSON: string,
  take: TakeChallenge,
): Promise<Result<ClientData, { readonly tag: "challenge" }>> {
  const clientData = readClientData(clientDataJSON);
  return clientData && (await take(clientData.challenge)) ? ok(clientData) : err({ tag: "challenge" });
}

async function signedBytes(authenticatorData: Uint8Array, clientData: Uint8Array<ArrayBuffer>) {
  return Uint8Array.of(...authenticatorData, ...(await sha256(clientData)));
}
