import { degrees, isoTime, trackPoints, type TrackExport } from "./track-export.ts";
import { xmlText } from "./xml-text.ts";

/** GPX 1.1. It has no place for speed and course: what other programs do with extensions differs, so there are none. */
export function* gpxTrack(track: TrackExport): Generator<string, void> {
  const { tripId, name, driverName } = track.heading;
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield '<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="Doorstep">\n<trk>';
  yield `<name>${xmlText(name)}</name><cmt>${xmlText(tripId)}</cmt>`;
  yield driverName === null ? "\n" : `<desc>${xmlText(driverName)}</desc>\n`;
  for (const { fix, opens, closes } of trackPoints(track)) {
    if (opens) yield "<trkseg>\n";
    yield `<trkpt lat="${degrees(fix.lat)}" lon="${degrees(fix.lng)}"><time>${isoTime(fix.fixedAt)}</time></trkpt>\n`;
    if (closes) yield "</trkseg>\n";
  }
  yield "</trk>\n</gpx>\n";
}
