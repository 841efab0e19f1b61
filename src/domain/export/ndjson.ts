import { chosenFixes, isoTime, type TrackExport } from "./track-export.ts";

/** One JSON object a line, each complete in itself. */
export function* ndjsonTrack(track: TrackExport): Generator<string, void> {
  const { tripId, name, driverName } = track.heading;
  for (const { at, fixedAt, receivedAt, ...fix } of chosenFixes(track)) {
    const times = { time: isoTime(fixedAt), deviceTime: isoTime(at), received: isoTime(receivedAt) };
    yield `${JSON.stringify({ trip: tripId, name, driver: driverName, ...times, ...fix })}\n`;
  }
}
