const SECOND_MS = 1000;
const DAY_MS = 24 * 60 * 60 * SECOND_MS;

/** A phone that lost the reply asks again well within this; a stolen parent is of no use after it. */
const REPEAT_WINDOW_MS = 60 * SECOND_MS;
/** Somebody who works at least once a month never signs in again for it... */
const SLIDING_LIFETIME_MS = 30 * DAY_MS;
/** ...until a quarter is over: then even the busiest device proves anew whose it is. */
const ABSOLUTE_LIFETIME_MS = 90 * DAY_MS;

/** The refresh tokens of one session. Only the newest generation and its parent can still be worth anything. */
export interface RefreshFamily {
  readonly generation: number;
  readonly rotatedAt: number;
  readonly createdAt: number;
  readonly expiresAt: number;
}

export type Rotation =
  | { readonly kind: "advance"; readonly family: RefreshFamily }
  /** The reply to the parent was lost: its child goes out once more. */
  | { readonly kind: "repeat" }
  /** Two hold what only one was given. */
  | { readonly kind: "reuse" }
  | { readonly kind: "expired" };

export function newFamily(now: number): RefreshFamily {
  return { generation: 1, rotatedAt: now, createdAt: now, expiresAt: expiry(now, now) };
}

/**
 * `presented` was proven to be a generation of this family. That the child was never presented needs no mark of its own:
 * presenting it makes a grandchild, and then the parent is two behind.
 */
export function rotate(family: RefreshFamily, presented: number, now: number): Rotation {
  if (now >= family.expiresAt) return { kind: "expired" };
  if (presented === family.generation) {
    const generation = family.generation + 1;
    return {
      kind: "advance",
      family: { ...family, generation, rotatedAt: now, expiresAt: expiry(family.createdAt, now) },
    };
  }
  const isParent = presented === family.generation - 1;
  return isParent && now - family.rotatedAt <= REPEAT_WINDOW_MS ? { kind: "repeat" } : { kind: "reuse" };
}

function expiry(createdAt: number, now: number): number {
  return Math.min(now + SLIDING_LIFETIME_MS, createdAt + ABSOLUTE_LIFETIME_MS);
}
