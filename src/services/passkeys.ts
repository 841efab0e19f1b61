import type { PersonId } from "../domain/caller.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { textFromBase64url, textToBase64url } from "../platform/base64url-text.ts";
import { makeOpenChallenge, readOpenChallenge } from "../platform/open-challenge.ts";
import { randomToken } from "../platform/random-token.ts";
import { COSE_ALGORITHMS } from "../platform/webauthn/cose-key.ts";
import { DriverId, TenantId, UserId } from "../protocol/ids.ts";
import type {
  PasskeyAssertion,
  PasskeyCreationOptions,
  PasskeyRegistration,
  PasskeyRequestOptions,
} from "../protocol/passkey.ts";
import { type NewPasskey, type ProofError, verifyAssertion, verifyNewPasskey } from "./passkey-proof.ts";
import type { RelyingParty } from "./relying-party.ts";

/** As long as a browser leaves its dialog open, and as a half-way ticket lives. */
const CHALLENGE_MS = 300_000;
/** 256 bits; WebAuthn asks for at least 128. */
const CHALLENGE_BYTES = 32;

export interface Passkey extends NewPasskey {
  /** The owner's word for it. */
  readonly name: string;
}

type ChallengePurpose = "passkey-registration" | "passkey-second-factor";

/** What is asked of the person's object. */
interface PasskeyAccount {
  /** False if it is there already, or if too many are. */
  addPasskey: (passkey: Passkey) => Promise<boolean>;
  findPasskey: (credentialId: string) => Promise<Pick<Passkey, "publicKey"> | null | undefined>;
  /** False when the counter did not move on. */
  usePasskey: (credentialId: string, newCounter: number) => Promise<boolean>;
  rememberChallenge: (challenge: string, purpose: ChallengePurpose, expiresAt: number) => Promise<unknown>;
  /** False unless it was remembered for this purpose, is not over and was not taken before. */
  takeChallenge: (challenge: string, purpose: ChallengePurpose) => Promise<boolean>;
  spendTicket: (jti: string, expiresAt: number) => Promise<boolean>;
}

export interface PasskeyDeps {
  readonly relyingParty: RelyingParty;
  readonly account: PasskeyAccount;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface OpenSignInDeps extends Omit<PasskeyDeps, "account"> {
  readonly hmacKey: string;
}

export interface PasskeyOwner {
  readonly tenantId: TenantId;
  readonly personId: PersonId;
}

/**
 * `not-kept`: the account has it already, or has too many. `unknown-passkey`: not this person's. `copied`: genuine, but its
 * counter did not move on, as when two devices hold one key.
 */
export type PasskeyError = ProofError | { readonly tag: "not-kept" | "unknown-passkey" | "copied" };

/** `known` are the ids of the owner's passkeys: an authenticator that holds one of them makes no second. */
export async function beginRegistration(
  { relyingParty, account, now }: PasskeyDeps,
  owner: PasskeyOwner,
  shown: { readonly name: string; readonly known: readonly string[] },
): Promise<PasskeyCreationOptions> {
  const challenge = randomToken(CHALLENGE_BYTES);
  await account.rememberChallenge(challenge, "passkey-registration", now() + CHALLENGE_MS);
  return {
    rp: { id: relyingParty.id, name: relyingParty.name },
    user: { id: userHandleOf(owner), name: shown.name, displayName: shown.name },
    challenge,
    pubKeyCredParams: COSE_ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
    timeout: CHALLENGE_MS,
    excludeCredentials: shown.known.map((id) => ({ type: "public-key", id })),
    // Kept by the authenticator, so that signing in needs no name, and opened by a face, a finger or a PIN.
    authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
    attestation: "none",
  };
}

export async function finishRegistration(
  { relyingParty, account }: PasskeyDeps,
  response: PasskeyRegistration,
  name: string,
): Promise<Result<Passkey, PasskeyError>> {
  const proof = await verifyNewPasskey(relyingParty, response, (challenge) =>
    account.takeChallenge(challenge, "passkey-registration"),
  );
  if (!proof.ok) return proof;
  const passkey = { ...proof.value, name };
  return (await account.addPasskey(passkey)) ? ok(passkey) : err({ tag: "not-kept" });
}

/** For somebody whose code was right: only the passkeys in this account's object count. */
export async function beginSecondFactor({ relyingParty, account, now }: PasskeyDeps): Promise<PasskeyRequestOptions> {
  const challenge = randomToken(CHALLENGE_BYTES);
  await account.rememberChallenge(challenge, "passkey-second-factor", now() + CHALLENGE_MS);
  return requestOptions(relyingParty, challenge);
}

export async function finishSecondFactor(
  deps: PasskeyDeps,
  response: PasskeyAssertion,
): Promise<Result<{ credentialId: string }, PasskeyError>> {
  return finish(deps, response, (challenge) => deps.account.takeChallenge(challenge, "passkey-second-factor"));
}

/** For anybody: the passkey itself will say whose it is. */
export async function beginSignIn(deps: OpenSignInDeps): Promise<PasskeyRequestOptions> {
  return requestOptions(deps.relyingParty, await makeOpenChallenge(deps.hmacKey, deps.now() + CHALLENGE_MS));
}

/** Whom a passkey claims to belong to: it chooses the object to ask, and proves nothing yet. */
export function claimedOwner(response: PasskeyAssertion): PasskeyOwner | undefined {
  const [tenant, person, ...rest] = (textFromBase64url(response.response.userHandle ?? "") ?? "").split(".");
  const tenantId = TenantId.safeParse(tenant);
  const userId = UserId.safeParse(person);
  const driverId = DriverId.safeParse(person);
  if (!tenantId.success || rest.length > 0) return undefined;
  if (userId.success) return { tenantId: tenantId.data, personId: userId.data };
  return driverId.success ? { tenantId: tenantId.data, personId: driverId.data } : undefined;
}

/** `deps.account` is that of the claimed owner. */
export async function finishSignIn(
  deps: PasskeyDeps & OpenSignInDeps,
  response: PasskeyAssertion,
): Promise<Result<{ credentialId: string }, PasskeyError>> {
  return finish(deps, response, async (challenge) => {
    const expiresAt = await readOpenChallenge(deps.hmacKey, challenge, deps.now());
    return expiresAt !== undefined && (await deps.account.spendTicket(challenge, expiresAt));
  });
}

async function finish(
  { relyingParty, account }: PasskeyDeps,
  response: PasskeyAssertion,
  takeChallenge: (challenge: string) => Promise<boolean>,
): Promise<Result<{ credentialId: string }, PasskeyError>> {
  const passkey = await account.findPasskey(response.id);
  if (!passkey) return err({ tag: "unknown-passkey" });
  const proof = await verifyAssertion(relyingParty, response, passkey.publicKey, takeChallenge);
  if (!proof.ok) return proof;
  const used = await account.usePasskey(response.id, proof.value.counter);
  return used ? ok({ credentialId: response.id }) : err({ tag: "copied" });
}

function requestOptions(relyingParty: RelyingParty, challenge: string): PasskeyRequestOptions {
  return { challenge, rpId: relyingParty.id, timeout: CHALLENGE_MS, userVerification: "required" };
}

/** 61 of the 64 bytes that WebAuthn allows. Authenticators show it to nobody. */
function userHandleOf({ tenantId, personId }: PasskeyOwner): string {
  return textToBase64url(`${tenantId}.${personId}`);
}
