import * as z from "zod";

/** Longitude first, as every map tool reads it. */
const Position = z.tuple([z.number(), z.number()]);

/** RFC 7946, one ring: it ends where it began. */
export const PolygonJson = z.strictObject({ type: z.literal("Polygon"), coordinates: z.tuple([z.array(Position)]) });
export type PolygonJson = z.infer<typeof PolygonJson>;

export const LineJson = z.strictObject({ type: z.literal("LineString"), coordinates: z.array(Position) });
export type LineJson = z.infer<typeof LineJson>;
