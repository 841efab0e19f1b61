const HOUR_MS = 60 * 60 * 1_000;

/** Deliveries are announced up to ten days ahead; a forgotten link opens nothing after that. */
export const LINK_LIFETIME_MS = 14 * 24 * HOUR_MS;
/** Long enough to look at the proof once more, short enough that yesterday's parcel is nobody's business. */
export const LINK_AFTER_END_MS = 24 * HOUR_MS;

export interface LinkLife {
  readonly expiresAt: number;
  readonly revokedAt: number | null;
  /** When the link's shipment ended; null while it is on its way. */
  readonly closedAt: number | null;
}

/** A link ends at its own time, or a day after its shipment, whichever comes first. */
export function linkEndsAt({ expiresAt, closedAt }: Pick<LinkLife, "expiresAt" | "closedAt">): number {
  return closedAt === null ? expiresAt : Math.min(expiresAt, closedAt + LINK_AFTER_END_MS);
}

export function linkStatus(life: LinkLife, now: number): "open" | "expired" | "revoked" {
  if (life.revokedAt !== null) return "revoked";
  return linkEndsAt(life) <= now ? "expired" : "open";
}
