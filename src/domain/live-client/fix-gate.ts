import type { Cadence } from "../../protocol/live/driver-down.ts";
import { distanceM } from "../geo.ts";
import type { FixDraft } from "./outbox.ts";

/** Receivers measure a little early or late: a fix each second must not become one each other second. */
const EARLY_SHARE = 0.1;

/** Receivers measure as they like; the server asked for fixes no closer than this in time and place. */
export function isWanted(
  last: FixDraft | null,
  fix: FixDraft,
  { intervalMs, minDistanceM }: Pick<Cadence, "intervalMs" | "minDistanceM">,
): boolean {
  if (!last) return true;
  const sinceMs = fix.at - last.at;
  // A clock that was turned back must not silence the phone until it has caught up.
  if (sinceMs >= 0 && sinceMs < intervalMs * (1 - EARLY_SHARE)) return false;
  return minDistanceM === 0 || distanceM(last, fix) >= minDistanceM;
}
