import { degrees, isoTime, trackPoints, type TrackExport } from "./track-export.ts";
import { xmlText } from "./xml-text.ts";

/** KML 2.2: a placemark for each stretch without a gap, with the time at which it begins. */
export function* kmlTrack(track: TrackExport): Generator<string, void> {
  const { tripId, name, driverName } = track.heading;
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>';
  yield `<name>${xmlText(name)}</name><description>${xmlText(driverName ?? tripId)}</description>\n`;
  for (const { fix, opens, closes } of trackPoints(track)) {
    // A line of one position is not valid.
    const geometry = opens && closes ? "Point" : "LineString";
    if (opens) {
      const time = isoTime(fix.fixedAt);
      yield `<Placemark><name>${time}</name><TimeSpan><begin>${time}</begin></TimeSpan><${geometry}><coordinates>\n`;
    }
    yield `${degrees(fix.lng)},${degrees(fix.lat)}\n`;
    if (closes) yield `</coordinates></${geometry}></Placemark>\n`;
  }
  yield "</Document>\n</kml>\n";
}
