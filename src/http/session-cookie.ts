import { clearedRefreshCookie, refreshCookie } from "../platform/cookie.ts";
import type { SignedIn, SignInStep } from "../protocol/api/auth.ts";

/** A session that is not used this long is over; each use starts it anew. */
const SESSION_IDLE_SECONDS = 30 * 24 * 60 * 60;

interface Delivered<Body> {
  body: Body;
  headers: Record<string, string>;
}

/** Native clients keep the refresh token themselves; a browser's scripts never see it. */
export function deliverSession<Body extends SignInStep | SignedIn>(
  answer: Body,
  native: boolean | undefined,
): Delivered<Body> {
  if (answer.step !== "done" || answer.refreshToken === undefined || native) return { body: answer, headers: {} };
  const { refreshToken, ...body } = answer;
  // Without its optional member it is still a body of the same shape.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { body: body as Body, headers: { "set-cookie": refreshCookie(refreshToken, SESSION_IDLE_SECONDS) } };
}

export function forgetSession<Body>(body: Body): Delivered<Body> {
  return { body, headers: { "set-cookie": clearedRefreshCookie() } };
}
