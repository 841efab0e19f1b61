import * as z from "zod";
import { Latitude, Longitude } from "./live/trip-brief.ts";

export const GeofenceKind = z.enum(["circle", "polygon", "corridor"]);
export type GeofenceKind = z.infer<typeof GeofenceKind>;

/** A city's outline drawn by hand has a few dozen; more come from machines and are simplified before. */
export const FENCE_VERTICES_MAX = 500;
/** The whole of a large region; the domain's rules say more exactly what is too large. */
const REACH_MAX_M = 200_000;
/** Long enough for a night at the depot. */
const DWELL_MAX_MINUTES = 24 * 60;

const Corner = z.strictObject({ lat: Latitude, lng: Longitude });
const Corners = z.array(Corner).max(FENCE_VERTICES_MAX);

export const GeofenceShape = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("circle"),
      lat: Latitude,
      lng: Longitude,
      radiusM: z.number().positive().max(REACH_MAX_M),
    }),
    z
      .strictObject({ kind: z.literal("polygon"), points: Corners })
      .meta({ description: "The last corner is joined to the first; no two sides cross" }),
    z
      .strictObject({ kind: z.literal("corridor"), points: Corners, widthM: z.number().positive().max(REACH_MAX_M) })
      .meta({ description: "Everything within half the width of a line" }),
  ])
  .meta({
    id: "GeofenceShape",
    examples: [
      { kind: "circle", lat: 52.5, lng: 13.4, radiusM: 80 },
      {
        kind: "polygon",
        points: [
          { lat: 52.5, lng: 13.4 },
          { lat: 52.5, lng: 13.5 },
          { lat: 52.6, lng: 13.5 },
        ],
      },
      {
        kind: "corridor",
        points: [
          { lat: 52.5, lng: 13.4 },
          { lat: 52.6, lng: 13.4 },
        ],
        widthM: 40,
      },
    ],
  });
export type GeofenceShape = z.infer<typeof GeofenceShape>;

/** Which crossings become events; what no rule asks for is neither told nor written. */
export const GeofenceRules = z
  .strictObject({
    onEnter: z.boolean(),
    onLeave: z.boolean(),
    dwellMinutes: z
      .int()
      .min(1)
      .max(DWELL_MAX_MINUTES)
      .nullable()
      .meta({ description: "Tell once a driver was inside for as long; null for never" }),
  })
  .meta({ id: "GeofenceRules" });
export type GeofenceRules = z.infer<typeof GeofenceRules>;
