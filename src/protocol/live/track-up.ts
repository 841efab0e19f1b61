import * as z from "zod";

/** All that whoever watches a trip may say, customer or staff: show me again what there is. */
export const TrackUp = z.strictObject({ type: z.literal("tracking:request") });
