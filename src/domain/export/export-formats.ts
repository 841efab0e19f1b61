import { csvTrack } from "./csv.ts";
import { geojsonTrack } from "./geojson.ts";
import { gpxTrack } from "./gpx.ts";
import { kmlTrack } from "./kml.ts";
import { ndjsonTrack } from "./ndjson.ts";
import type { TrackExport } from "./track-export.ts";

export interface ExportFormat {
  readonly mediaType: string;
  readonly write: (track: TrackExport) => Generator<string, void>;
}

/** By the ending of a file's name. */
export const EXPORT_FORMATS = {
  csv: { mediaType: "text/csv; charset=utf-8", write: csvTrack },
  ndjson: { mediaType: "application/x-ndjson", write: ndjsonTrack },
  geojson: { mediaType: "application/geo+json", write: geojsonTrack },
  gpx: { mediaType: "application/gpx+xml", write: gpxTrack },
  kml: { mediaType: "application/vnd.google-earth.kml+xml", write: kmlTrack },
} as const satisfies Record<string, ExportFormat>;

export type ExportFormatName = keyof typeof EXPORT_FORMATS;

/** A stream pays for each piece that it carries, not for its length: a fix of 60 bytes alone costs more than it weighs. */
const PIECE_CHARACTERS = 16_384;

/** The same text in fewer, larger pieces. */
export function* inPieces(texts: Iterable<string>): Generator<string, void> {
  let piece = "";
  for (const text of texts) {
    piece += text;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}
