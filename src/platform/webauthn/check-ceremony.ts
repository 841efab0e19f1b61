import { err, ok, type Result } from "../../domain/result.ts";
import { toBase64url } from "../base64url.ts";
import { type AuthenticatorData, readAuthenticatorData } from "./authenticator-data.ts";
import type { ClientData } from "./client-data.ts";
import { sha256 } from "../sha256.ts";

/** What both ceremonies, making a passkey and using it, have to be true of. */
export interface Ceremony {
  readonly type: "webauthn.create" | "webauthn.get";
  readonly relyingParty: { readonly id: string; readonly origin: string };
}

/** The cause is for the log: whoever sent it learns only that it is no proof. */
export interface Flaw {
  readonly tag: "not-verified";
  readonly cause: FlawCause;
}

type FlawCause =
  | "type"
  | "origin"
  | "embedded"
  | "authenticator-data"
  | "host"
  | "user-absent"
  | "user-unverified"
  | "credential-id"
  | "public-key"
  | "signature";

export function flaw(cause: FlawCause) {
  return err<Flaw>({ tag: "not-verified", cause });
}

/** The challenge is left to the one who knows which were given. */
export async function checkCeremony(
  { type, relyingParty }: Ceremony,
  clientData: ClientData,
  authenticatorData: Uint8Array | undefined,
): Promise<Result<AuthenticatorData, Flaw>> {
  if (clientData.type !== type) return flaw("type");
  if (clientData.origin !== relyingParty.origin) return flaw("origin");
  // In a frame on somebody else's page.
  if (clientData.crossOrigin === true) return flaw("embedded");
  const data = authenticatorData && readAuthenticatorData(authenticatorData);
  if (!data) return flaw("authenticator-data");
  if (toBase64url(data.relyingPartyHash) !== toBase64url(await sha256(relyingParty.id))) return flaw("host");
  if (!data.userPresent) return flaw("user-absent");
  return data.userVerified ? ok(data) : flaw("user-unverified");
}
