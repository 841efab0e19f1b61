import { degrees, isoTime, trackPoints, type TrackExport } from "./track-export.ts";

/**
 * A feature collection with a line for each stretch without a gap, and its times beside it, position by position. A fix
 * that is alone between two gaps is a point, because a line has two ends.
 */
export function* geojsonTrack(track: TrackExport): Generator<string, void> {
  const { tripId, name, driverName } = track.heading;
  yield '{"type":"FeatureCollection","features":[';
  let times: string[] = [];
  let separator = "";
  for (const { fix, opens, closes } of trackPoints(track)) {
    const position = `[${degrees(fix.lng)},${degrees(fix.lat)}]`;
    const isPoint = opens && closes;
    if (opens) {
      const geometry = isPoint ? '"Point","coordinates":' : '"LineString","coordinates":[';
      yield `${separator}{"type":"Feature","geometry":{"type":${geometry}`;
      separator = ",";
      times = [];
    }
    times.push(isoTime(fix.fixedAt));
    yield opens ? position : `,${position}`;
    if (closes) {
      const properties = { trip: tripId, name, driver: driverName, times };
      yield `${isPoint ? "" : "]"}},"properties":${JSON.stringify(properties)}}`;
    }
  }
  yield "]}\n";
}
