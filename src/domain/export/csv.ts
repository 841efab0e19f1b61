import { chosenFixes, isoTime, type TrackExport } from "./track-export.ts";

const COLUMNS = [
  "trip",
  "name",
  "driver",
  "number",
  "time",
  "device_time",
  "received",
  "lat",
  "lng",
  "accuracy_m",
  "speed_mps",
  "heading_deg",
  "mock_flags",
  "verdict",
  "reason",
];

/** RFC 4180: lines end with CR LF, quotes are doubled. A row for each fix, so that files can be put together. */
export function* csvTrack(track: TrackExport): Generator<string, void> {
  const { tripId, name, driverName } = track.heading;
  const heading = [tripId, name, driverName ?? ""].map(textCell).join(",");
  yield `${COLUMNS.join(",")}\r\n`;
  for (const fix of chosenFixes(track)) {
    const times = [fix.fixedAt, fix.at, fix.receivedAt].map(isoTime);
    const measures = [fix.lat, fix.lng, fix.accuracyM, fix.speedMps, fix.headingDeg].map((number) => number ?? "");
    yield `${[heading, fix.seq, ...times, ...measures, fix.flags, fix.verdict, fix.reason].join(",")}\r\n`;
  }
}

/** What a spreadsheet takes for the beginning of a formula, in its wide forms too. */
export const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/** A name that begins like a formula gets an apostrophe before it, which spreadsheets hide. Numbers of ours need none. */
export function textCell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
