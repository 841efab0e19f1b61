import { EndReason } from "../protocol/end-reason.ts";
import type { CustomerView } from "../protocol/live/track-down.ts";
import type { ShipmentStatus } from "../protocol/shipment.ts";
import { readReason } from "./told-reason.ts";

/** A line of what happened to a shipment. */
export interface StatusLine {
  readonly status: ShipmentStatus | null;
  readonly reason: string | null;
  readonly happenedAt: number;
}

export interface PromisedWindow {
  readonly windowStartsAt: number | null;
  readonly windowEndsAt: number | null;
}

/** "Why" is asked of what went wrong; a note about a handover is for the staff. */
const WENT_WRONG: ReadonlySet<ShipmentStatus | null> = new Set(["failed", "returned", "cancelled"]);

/** The customer waits for nothing more: not the same as that nothing can happen to it, since what failed goes back. */
export function isDeliveryOver(status: ShipmentStatus): boolean {
  return status === "delivered" || WENT_WRONG.has(status);
}

/** When it was promised for; null once nobody waits for it. */
export function promiseOf(
  { windowStartsAt, windowEndsAt }: PromisedWindow,
  status: ShipmentStatus,
): CustomerView["promised"] {
  if (isDeliveryOver(status) || (windowStartsAt === null && windowEndsAt === null)) return null;
  return { from: windowStartsAt, to: windowEndsAt };
}

/** Newest line first. What came back says why it was not delivered, if nobody said why it came back. */
export function endOf(status: ShipmentStatus, lines: readonly StatusLine[]): CustomerView["end"] {
  const last = isDeliveryOver(status) && lines.find((line) => line.status === status);
  if (!last) return null;
  const reasons = WENT_WRONG.has(status) ? lines.filter((line) => WENT_WRONG.has(line.status)).map(publicReason) : [];
  return { at: last.happenedAt, reason: reasons.find((reason) => reason !== null) ?? null };
}

function publicReason({ reason }: StatusLine): EndReason | null {
  const known = EndReason.safeParse(readReason(reason).reason);
  return known.success ? known.data : null;
}
