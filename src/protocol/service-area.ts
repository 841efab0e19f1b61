import * as z from "zod";
import { Latitude, Longitude } from "./live/trip-brief.ts";

/** GeoJSON: rings of corners, longitude first. Only what we use of it is looked at. */
export const ServiceArea = z.object({
  type: z.literal("Polygon"),
  coordinates: z.array(z.array(z.tuple([Longitude, Latitude]).rest(z.number()))),
});
