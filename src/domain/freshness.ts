/** How far a place on a map can be trusted: by the age of the fix alone, never by whether a socket is open. */
export type Freshness = "live" | "recent" | "stale" | "offline";

/** One fix may be late; two are not. */
const LIVE_INTERVALS = 2;
/** Later than that a vehicle may be three streets on. */
const RECENT_MS = 90_000;
/** Longer than a phone needs to find its network again in a garage. */
const STALE_MS = 5 * 60_000;

/** `intervalMs`: how often a fix is due from whoever is looked at. */
export function freshness(ageMs: number, intervalMs: number): Freshness {
  if (ageMs > STALE_MS) return "offline";
  if (ageMs <= LIVE_INTERVALS * intervalMs) return "live";
  return ageMs <= RECENT_MS ? "recent" : "stale";
}
