import { MILLIS_MAX } from "../../protocol/live/fix.ts";

/** Below it a number counts seconds, from it on milliseconds: the year 2038 in the one, January 1970 in the other. */
const SECONDS_END = 2 ** 31 - 1;
const NUMBER = /^\d{1,16}(?:\.\d{1,9})?$/;
const DATE_AND_TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:?\d\d)?$/;

/** A tracker that names no time means now. */
export function timeOrNow(written: string | null, now: number): number | null {
  return written === null ? now : readTrackerTime(written);
}

/** Milliseconds since 1970 of what a tracker wrote: seconds, milliseconds, or a date; null for anything else. */
function readTrackerTime(written: string): number | null {
  const text = written.trim();
  if (!NUMBER.test(text)) return readDate(text);
  const value = Number(text);
  return inRange(Math.round(value < SECONDS_END ? value * 1000 : value));
}

/** ISO 8601, or with a space for the T. Without a zone it is UTC: a tracker that names none counts like its satellites. */
export function readDate(text: string): number | null {
  const [, date, time, zone = "Z"] = DATE_AND_TIME.exec(text.trim()) ?? [];
  if (date === undefined || time === undefined) return null;
  const offset = zone.length === "+0100".length ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  return inRange(Date.parse(`${date}T${time}${offset}`));
}

function inRange(at: number): number | null {
  return at >= 0 && at <= MILLIS_MAX ? at : null;
}
