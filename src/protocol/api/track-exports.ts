import * as z from "zod";
import { TripId } from "../ids.ts";
import { endpoint } from "./endpoint.ts";

function exportAs<const Format extends string>(format: Format, name: string, mediaType: string) {
  return endpoint({
    method: "get",
    path: `/trips/:tripId/track.${format}`,
    access: { resource: "location", action: "read" },
    limit: "low",
    priority: "low",
    operationId: `export${name}`,
    tag: "History",
    summary: `A trip's track as ${name}`,
    params: z.strictObject({ tripId: TripId }),
    query: z.strictObject({
      raw: z
        .enum(["true", "false"])
        .default("false")
        .meta({ description: "The rejected fixes too, where the format can tell" }),
    }),
    status: 200,
    mediaType,
    output: z.string(),
    errors: ["not-found", "unavailable"],
  });
}

/** By the ending of the file's name. */
export const TRACK_EXPORTS = {
  gpx: exportAs("gpx", "GPX", "application/gpx+xml"),
  geojson: exportAs("geojson", "GeoJSON", "application/geo+json"),
  kml: exportAs("kml", "KML", "application/vnd.google-earth.kml+xml"),
  csv: exportAs("csv", "CSV", "text/csv"),
  ndjson: exportAs("ndjson", "NDJSON", "application/x-ndjson"),
};
