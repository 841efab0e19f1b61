/** Between two fixes farther apart nobody knows the way: no line is drawn, and no dot glides. */
const TRACK_GAP_MS = 10 * 60_000;

interface Placed {
  readonly fixedAt: number;
  readonly lng: number;
}

/** A line from one to the other would be a guess, or would cross the whole map at the 180th meridian. */
export function isGap(from: Placed, to: Placed): boolean {
  return Math.abs(to.fixedAt - from.fixedAt) > TRACK_GAP_MS || Math.abs(to.lng - from.lng) > 180;
}
