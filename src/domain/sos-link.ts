import type { SosGlimpse } from "../protocol/api/sos-links.ts";
import type { Sos, SosPlace } from "../protocol/sos.ts";
import { isSosOpen } from "./sos-state.ts";

const SECOND_MS = 1_000;
/** From its end on a call shows no place. That it has ended, whoever was told may still read for as long as this. */
export const SOS_LINK_OUTLIVES_MS = 60 * 60 * SECOND_MS;
/** The device tells its place each two seconds: half of them are enough for an eye. */
const MOVING_AGAIN_MS = 4 * SECOND_MS;
/** A place that has been silent for a minute, and a call that is over, change less. */
const QUIET_AGAIN_MS = 10 * SECOND_MS;
const QUIET_AFTER_MS = 60 * SECOND_MS;
/** What is looked at again within this time is one visit. */
export const SOS_VISIT_MS = 10 * 60 * SECOND_MS;

export type SosLinkLife = "live" | "over" | "gone";

export function sosLinkLife({ closedAt }: Pick<Sos, "closedAt">, now: number): SosLinkLife {
  if (closedAt === null) return "live";
  return now < closedAt + SOS_LINK_OUTLIVES_MS ? "over" : "gone";
}

/** What somebody who was named may see of a call: by a list of its own, so that what a call gains is not shown here. */
export function glimpseOf(call: Sos, tripPlace: SosPlace | null, now: number): SosGlimpse {
  const { driverFirstName: firstName, raisedAt, closedAt } = call;
  const isOpen = isSosOpen(call.state);
  const place = isOpen ? newest(call.place, tripPlace) : null;
  const isMoving = place !== null && now - place.at < QUIET_AFTER_MS;
  return {
    state: isOpen ? "open" : "over",
    firstName,
    raisedAt,
    closedAt,
    isAcknowledged: call.acknowledgedBy !== null,
    place,
    askAgainMs: isMoving ? MOVING_AGAIN_MS : QUIET_AGAIN_MS,
  };
}

function newest(called: SosPlace | null, driven: SosPlace | null): SosPlace | null {
  if (!called || !driven) return called ?? driven;
  return driven.at > called.at ? driven : called;
}
