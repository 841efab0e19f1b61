import * as z from "zod";

export const GeofenceKind = z.enum(["circle", "polygon"]);
export type GeofenceKind = z.infer<typeof GeofenceKind>;
