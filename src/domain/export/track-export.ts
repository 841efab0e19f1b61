import type { JudgedFix } from "../../protocol/live/fix.ts";
import { isGap } from "../track/gap.ts";

/** Whose track it is. The names come from people and may hold anything. */
interface TrackHeading {
  readonly tripId: string;
  readonly name: string;
  readonly driverName: string | null;
}

export interface TrackExport {
  readonly heading: TrackHeading;
  /** In the order in which they are to be written. Read once, and only as fast as the text is taken. */
  readonly fixes: Iterable<JudgedFix>;
  /** The rejected fixes as well, for whoever asks why the track looks as it does. */
  readonly raw: boolean;
}

export function* chosenFixes({ fixes, raw }: TrackExport): Generator<JudgedFix, void> {
  for (const fix of fixes) if (raw || fix.verdict !== "rejected") yield fix;
}

/** A point of a drawn track. One that both opens and closes its line is alone between two gaps. */
export interface TrackPoint {
  readonly fix: JudgedFix;
  readonly opens: boolean;
  readonly closes: boolean;
}

/** For formats of maps, which know no place beyond the poles: even a raw export leaves such fixes to the tables. */
export function* trackPoints(track: TrackExport): Generator<TrackPoint, void> {
  let held: JudgedFix | null = null;
  let opens = true;
  for (const fix of chosenFixes(track)) {
    if (!isOnEarth(fix)) continue;
    if (held) {
      const closes = isGap(held, fix);
      yield { fix: held, opens, closes };
      opens = closes;
    }
    held = fix;
  }
  if (held) yield { fix: held, opens, closes: true };
}

function isOnEarth({ lat, lng }: JudgedFix): boolean {
  return Math.abs(lat) <= 90 && Math.abs(lng) <= 180;
}

export function isoTime(at: number): string {
  return new Date(at).toISOString();
}

/** Never with an exponent, which no format of maps allows; 1e-6 degrees are 0.11 m. */
export function degrees(value: number): string {
  return value.toFixed(6);
}
