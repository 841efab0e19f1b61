/** Why a socket was closed, by the number it carries. What a client does next follows from the number alone. */
export const CLOSE = {
  /** The platform restarts the object. */
  restart: 1012,
  badMessage: 4400,
  /** The ticket ran out: fetch another one, then come back. */
  authExpired: 4401,
  /** Signed out, suspended, another role, link revoked: come back only after signing in. */
  accessEnded: 4403,
  /** Nothing was heard for too long. */
  silent: 4407,
  /** Too slow to follow: come back for a fresh snapshot. */
  tooSlow: 4408,
  /** The trip is over, or the parcel is delivered. */
  ended: 4410,
  /** The same device or too many others came in. */
  replaced: 4409,
  tooMany: 4429,
  /** Moved or deployed anew: come back after a pause. */
  moved: 4503,
} as const;

type CloseNext = "retry" | "retry-later" | "new-ticket" | "stop";

const NEXT: ReadonlyMap<number, CloseNext> = new Map<number, CloseNext>([
  [CLOSE.restart, "retry-later"],
  [CLOSE.badMessage, "stop"],
  [CLOSE.authExpired, "new-ticket"],
  [CLOSE.accessEnded, "stop"],
  [CLOSE.silent, "retry"],
  [CLOSE.tooSlow, "retry-later"],
  [CLOSE.ended, "stop"],
  [CLOSE.replaced, "stop"],
  [CLOSE.tooMany, "retry-later"],
  [CLOSE.moved, "retry-later"],
]);

/** A number that is not ours is the network's: trying again is always right. */
export function afterClose(code: number): CloseNext {
  return NEXT.get(code) ?? "retry";
}
