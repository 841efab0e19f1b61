const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** A million codes, easy to type; what makes them safe is how few tries there are. */
export const CODE_DIGITS = 6;
/** Long enough for a slow text message; the standards allow 10 minutes. */
export const CODE_LIFETIME_MS = 5 * MINUTE_MS;
/** Two typing errors and a mix-up, with room to spare. */
export const TRIES_PER_CODE = 5;
/** A text message takes up to half a minute: an earlier second one would only confuse. */
const SEND_GAP_MS = 30 * SECOND_MS;
/** Messages cost money and annoy whoever did not ask for them. */
const SENDS_PER_WINDOW = 3;
const SEND_WINDOW_MS = 10 * MINUTE_MS;
/** Four codes guessed wrong to the end are no typing errors: 20 of a million leave a guesser one chance in 50,000. */
export const FAILURES_BEFORE_LOCK = 20;
/** One chance in 50,000 an hour makes guessing hopeless, and the owner is back within the same shift. */
const LOCK_MS = HOUR_MS;
/** Failures count together for a day, so that nobody goes on guessing at 19 and a pause. */
const FAILURES_KEPT_MS = 24 * HOUR_MS;

interface CodeChallenge {
  readonly id: string;
  readonly mac: string;
  readonly expiresAt: number;
  readonly triesLeft: number;
}

/** Everything about the codes of one login name. */
export interface CodeState {
  readonly challenge: CodeChallenge | null;
  /** Oldest first. */
  readonly sentAt: readonly number[];
  /** Wrong codes in a row, whichever code they were meant for. */
  readonly failures: number;
  readonly failedAt: number;
  readonly lockedUntil: number;
}

export type SendRefusal = "too-soon" | "too-many";
export type CodeRefusal = "wrong" | "expired" | "exhausted" | "unknown" | "locked";

export type Sending =
  | { readonly ok: true; readonly state: CodeState }
  | { readonly ok: false; readonly reason: SendRefusal; readonly retryAfterSeconds: number };

export type Checking = { readonly ok: true; readonly state: CodeState } | Refused;
type Refused = { readonly ok: false; readonly reason: CodeRefusal; readonly state: CodeState };

export const NO_CODES: CodeState = { challenge: null, sentAt: [], failures: 0, failedAt: 0, lockedUntil: 0 };

/** A new code ends the one before it. */
export function sendCode(before: CodeState, id: string, mac: string, now: number): Sending {
  const state = forget(before, now);
  if (now < state.lockedUntil) return refuseSending("too-many", state.lockedUntil - now);
  const newest = state.sentAt.at(-1);
  if (newest !== undefined && now - newest < SEND_GAP_MS) return refuseSending("too-soon", newest + SEND_GAP_MS - now);
  const oldest = state.sentAt.at(-SENDS_PER_WINDOW);
  if (oldest !== undefined) return refuseSending("too-many", oldest + SEND_WINDOW_MS - now);
  const challenge = { id, mac, expiresAt: now + CODE_LIFETIME_MS, triesLeft: TRIES_PER_CODE };
  return { ok: true, state: { ...state, challenge, sentAt: [...state.sentAt, now] } };
}

/**
 * Only a wrong answer to the living code counts as a failure: an answer to any other one could not have succeeded, and
 * counting it would let strangers lock people out without asking for a code.
 */
export function checkCode(before: CodeState, challengeId: string, matches: boolean, now: number): Checking {
  const state = forget(before, now);
  const { challenge } = state;
  const refuse = (reason: CodeRefusal): Refused => ({ ok: false, reason, state });
  if (now < state.lockedUntil) return refuse("locked");
  if (challenge?.id !== challengeId) return refuse("unknown");
  if (now >= challenge.expiresAt) return refuse("expired");
  if (challenge.triesLeft === 0) return refuse("exhausted");
  if (matches) return { ok: true, state: { ...state, challenge: null, failures: 0, failedAt: 0 } };
  return { ok: false, reason: "wrong", state: fail(state, challenge, now) };
}

/** From then on the state says nothing that NO_CODES would not say. */
export function forgottenAt(state: CodeState): number {
  const sent = (state.sentAt.at(-1) ?? -SEND_WINDOW_MS) + SEND_WINDOW_MS;
  const failed = state.failures > 0 ? state.failedAt + FAILURES_KEPT_MS : 0;
  return Math.max(state.challenge?.expiresAt ?? 0, sent, failed, state.lockedUntil);
}

function fail(state: CodeState, challenge: CodeChallenge, now: number): CodeState {
  const failures = state.failures + 1;
  const spent = { ...challenge, triesLeft: challenge.triesLeft - 1 };
  if (failures < FAILURES_BEFORE_LOCK) return { ...state, challenge: spent, failures, failedAt: now };
  return { ...state, challenge: null, failures: 0, failedAt: 0, lockedUntil: now + LOCK_MS };
}

/** An expired code stays until the next one, so that its owner is told the truth in the log. */
function forget(state: CodeState, now: number): CodeState {
  const sentAt = state.sentAt.filter((at) => now - at < SEND_WINDOW_MS);
  const stale = now - state.failedAt >= FAILURES_KEPT_MS;
  return stale ? { ...state, sentAt, failures: 0, failedAt: 0 } : { ...state, sentAt };
}

function refuseSending(reason: SendRefusal, waitMs: number): Sending {
  return { ok: false, reason, retryAfterSeconds: Math.ceil(waitMs / 1000) };
}
