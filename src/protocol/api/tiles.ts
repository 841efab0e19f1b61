import * as z from "zod";
import { endpoint } from "./endpoint.ts";

/** Beyond zoom 22 a tile is smaller than a table. */
const ZOOM_MAX = 22;

const WholeNumber = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,6})$/)
  .transform(Number);

const TilePath = z
  .strictObject({ z: WholeNumber, x: WholeNumber, y: WholeNumber })
  .refine(({ z: zoom, x, y }) => zoom <= ZOOM_MAX && x < 2 ** zoom && y < 2 ** zoom, "no such tile");

export const getTile = endpoint({
  method: "get",
  path: "/tiles/:z/:x/:y",
  unversioned: true,
  access: "public",
  // A file like those of the pages: cached for a day, and one look at a map takes thirty.
  limit: "none",
  priority: "normal",
  operationId: "getTile",
  tag: "Map",
  summary: "A tile of the map behind everything",
  description: "A Mapbox vector tile in the Protomaps schema, in gzip.",
  params: TilePath,
  query: z.object({ v: z.string().optional().meta({ description: "Of which map, as the TileJSON says" }) }),
  status: 200,
  mediaType: "application/vnd.mapbox-vector-tile",
  alsoStatus: { 204: "Nothing is drawn there", 304: "The tile that the caller has" },
  output: z.string(),
  errors: ["not-found"],
});

export const TileJson = z
  .strictObject({
    tilejson: z.literal("3.0.0"),
    name: z.string().optional(),
    attribution: z.string().optional(),
    tiles: z.array(z.string()),
    minzoom: z.int(),
    maxzoom: z.int(),
    bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]).meta({ description: "West, south, east, north" }),
  })
  .meta({ id: "TileJson" });

export const getTileJson = endpoint({
  method: "get",
  path: "/tiles/tiles.json",
  unversioned: true,
  access: "public",
  limit: "none",
  priority: "normal",
  operationId: "getTileJson",
  tag: "Map",
  summary: "What the map covers and where its tiles are",
  status: 200,
  output: TileJson,
  errors: ["not-found"],
});
