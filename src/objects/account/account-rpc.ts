import type { AccessProfile } from "../../domain/caller.ts";

export type SignInMethod = "code" | "passkey" | "totp" | "recovery";

export type SessionInput = { device: string; method: SignInMethod; profile: AccessProfile };

/** `profile` is the stored one: the given one may be older than a suspension that has already arrived here. */
export type OpenedSession =
  | { ok: true; sessionId: string; refreshToken: string; profile: AccessProfile }
  | { ok: false; reason: "suspended" };

/** The reasons are for the log and security events: whoever presents a token is told only that it is no good. */
type RotateRefusal = "unknown" | "reuse" | "expired" | "revoked" | "suspended";

export type RotatedSession =
  | { ok: true; refreshToken: string; sessionId: string; profile: AccessProfile }
  | { ok: false; reason: RotateRefusal };

export type SessionInfo = {
  sessionId: string;
  device: string;
  method: SignInMethod;
  createdAt: number;
  lastUsedAt: number;
  expiresAt: number;
};

/** As WebAuthn hands them over; the key in base64url. */
export type Passkey = {
  credentialId: string;
  publicKey: string;
  counter: number;
  transports: readonly string[];
  name: string;
};

export type PasskeyInfo = { credentialId: string; name: string; createdAt: number; lastUsedAt: number | null };

/** `last-factor`: the role needs one, and there is no other. */
export type PasskeyRemoval = "removed" | "unknown" | "last-factor";

export type FactorsInfo = { totp: boolean; passkeys: PasskeyInfo[]; recoveryLeft: number };

export type ConfirmedTotp = { ok: boolean; recoveryCodes?: string[] };

export type TotpVerdict = "ok" | "wrong" | "replayed" | "locked";

export type RecoveryVerdict = "ok" | "wrong" | "locked";
