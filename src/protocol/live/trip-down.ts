import * as z from "zod";
import { DocumentProgress } from "./document-progress.ts";
import { Millis } from "./fix.ts";
import { TripBrief } from "./trip-brief.ts";
import { TripEvent } from "./trip-event.ts";
import { LivePoint } from "./trip-report.ts";

/** Everything that somebody of the staff is told who looks at one trip. */
export const TripDown = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("hello"),
    version: z.int().min(1),
    now: Millis,
    trip: TripBrief,
    seq: z.int().min(0),
    point: LivePoint.nullable(),
  }),
  z.strictObject({ type: z.literal("event"), event: TripEvent }),
  z.strictObject({ type: z.literal("position"), point: LivePoint }),
  z.strictObject({
    type: z.literal("eta"),
    stops: z.array(z.strictObject({ stopId: z.string(), etaAt: Millis, p90At: Millis, late: z.boolean() })),
  }),
  DocumentProgress,
  z.strictObject({ type: z.literal("auth"), authUntil: Millis }),
]);
export type TripDown = z.infer<typeof TripDown>;
