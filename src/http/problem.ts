import type { ErrorCode, FieldError, Problem } from "../protocol/errors.ts";
import { PROBLEM_TYPE } from "../protocol/errors.ts";

/** An expected failure on its way out. Services return it as a tagged value; only the wire knows its status. */
export interface Failure {
  tag: ErrorCode;
  errors?: FieldError[];
  retryAfterSeconds?: number;
}

/** The one table from code to status and words. */
const WIRE = {
  "invalid-request": [400, "The request does not have the expected shape"],
  "body-too-large": [413, "The body is too large"],
  "unsupported-media-type": [415, "The body must be application/json"],
  "not-found": [404, "Nothing is here"],
  "method-not-allowed": [405, "This path does not take that method"],
  conflict: [409, "That collides with what is already there"],
  "version-conflict": [409, "Somebody changed this meanwhile"],
  unavailable: [503, "A part that this needs does not answer; try again shortly"],
  misconfigured: [503, "The server's configuration is incomplete; its log says what is missing"],
  internal: [500, "Something went wrong on our side"],
} as const satisfies Record<ErrorCode, readonly [status: number, title: string]>;

export function statusOf(code: ErrorCode): number {
  return WIRE[code][0];
}

export function titleOf(code: ErrorCode): string {
  return WIRE[code][1];
}

export function problem(requestId: string, failure: Failure): Response {
  const body: Problem = {
    type: `/api/docs#${failure.tag}`,
    title: titleOf(failure.tag),
    status: statusOf(failure.tag),
    code: failure.tag,
    requestId,
    ...(failure.errors && { errors: failure.errors }),
  };
  const headers = new Headers({ "content-type": PROBLEM_TYPE, "cache-control": "no-store" });
  if (failure.retryAfterSeconds !== undefined) headers.set("retry-after", String(failure.retryAfterSeconds));
  return new Response(JSON.stringify(body), { status: body.status, headers });
}
