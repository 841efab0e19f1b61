import type { Failure } from "../domain/failure.ts";
import type { ErrorCode, Problem } from "../protocol/errors.ts";
import { PROBLEM_TYPE } from "../protocol/errors.ts";

/** The one table from code to status and words. */
const WIRE = {
  "invalid-request": [400, "The request does not have the expected shape"],
  unauthenticated: [401, "Sign in first"],
  "session-ended": [401, "This session is over; sign in again"],
  "code-refused": [401, "That code is wrong, used or too old"],
  "factor-refused": [401, "That did not prove who you are"],
  "ticket-refused": [401, "This sign-in took too long; start again"],
  forbidden: [403, "Your role does not allow this"],
  suspended: [403, "This account is suspended; ask your administrator"],
  "too-many-requests": [429, "Too many requests; wait a little"],
  "upgrade-required": [426, "Only a WebSocket is answered here"],
  "body-too-large": [413, "The body is too large"],
  "unsupported-media-type": [415, "The body must be application/json"],
  "not-found": [404, "Nothing is here"],
  "method-not-allowed": [405, "This path does not take that method"],
  "region-in-use": [409, "Drivers, trips, shipments or invitations still count on this region; move or end them first"],
  "last-admin": [409, "One active administrator has to remain"],
  "last-factor": [409, "Your role needs a second factor; add another one first"],
  "own-account": [409, "Nobody changes their own access"],
  "off-duty": [409, "No trip is open; go on duty first"],
  "not-allowed-now": [409, "That is not possible in the present state"],
  "stops-open": [409, "Some stops are still open; finish or skip them first"],
  "pin-refused": [409, "That is not the recipient's PIN, or it was tried too often"],
  "proof-incomplete": [409, "The proof is missing or lacks something; complete it first"],
  "driver-busy": [409, "This driver is on another trip"],
  "no-driver": [409, "Nobody who is there can take it now"],
  conflict: [409, "That collides with what is already there"],
  "version-conflict": [409, "Somebody changed this meanwhile"],
  "in-progress": [409, "The first request with this key is still being worked on"],
  "idempotency-mismatch": [422, "This key was used for another request"],
  unavailable: [503, "A part that this needs does not answer; try again shortly"],
  overloaded: [503, "There is too much to do; more urgent things go first"],
  misconfigured: [503, "The server's configuration is incomplete; its log says what is missing"],
  internal: [500, "Something went wrong on our side"],
} as const satisfies Record<ErrorCode, readonly [status: number, title: string]>;

export function statusOf(code: ErrorCode): number {
  return WIRE[code][0];
}

export function titleOf(code: ErrorCode): string {
  return WIRE[code][1];
}

/** A database that sleeps wakes within one; an object that moves is back within two. */
const UNAVAILABLE_SECONDS = 5;

export function problem(requestId: string, failure: Failure): Response {
  const body: Problem = {
    type: `/api/docs#${failure.tag}`,
    title: titleOf(failure.tag),
    status: statusOf(failure.tag),
    code: failure.tag,
    requestId,
    ...(failure.errors && { errors: failure.errors }),
    ...(failure.current && { current: failure.current }),
    ...(failure.winner && { winner: failure.winner }),
  };
  const headers = new Headers({ "content-type": PROBLEM_TYPE, "cache-control": "no-store" });
  const wait = failure.retryAfterSeconds ?? (failure.tag === "unavailable" ? UNAVAILABLE_SECONDS : undefined);
  if (wait !== undefined) headers.set("retry-after", String(wait));
  return new Response(JSON.stringify(body), { status: body.status, headers });
}
