import * as z from "zod";
import { StopId, TripId } from "./ids.ts";
import { Millis } from "./live/fix.ts";
import { Latitude, Longitude, STOPS_MAX } from "./live/trip-brief.ts";

/** Whoever asked has read the answer by then. */
export const OPTIMISATION_KEPT_MS = 24 * 60 * 60_000;

const Numbers = z.array(z.int().min(0).max(STOPS_MAX)).max(STOPS_MAX);
const Point = { lat: Latitude, lng: Longitude };

export const RoundPlanBody = z.strictObject({ routes: z.array(Numbers), left: Numbers });

/** A question to the optimiser that is worked on behind the scenes, as its object keeps it. */
export const OptimisationJob = z.strictObject({
  askedBy: z.string(),
  askedAt: Millis,
  stops: z
    .array(
      z.strictObject({
        ...Point,
        serviceSeconds: z.number(),
        windowStartsAt: z.number().nullable(),
        windowEndsAt: z.number().nullable(),
        loadStops: z.number(),
        after: Numbers.default([]),
      }),
    )
    .max(STOPS_MAX),
  vehicles: z.array(
    z.strictObject({
      from: z.strictObject(Point).nullable(),
      departAt: z.number(),
      capacityStops: z.number().nullable(),
    }),
  ),
  /** The order that there was, if there was one, and the stops' names on their trip. */
  given: RoundPlanBody.nullable(),
  ids: z.array(StopId),
  /** The trip whose plan the answer becomes, and the stop that had begun there; null where only an answer is wanted. */
  apply: z.strictObject({ tripId: TripId, begun: StopId.nullable() }).nullable().default(null),
});
export type OptimisationJob = z.infer<typeof OptimisationJob>;

/** What became of an order that was to be a trip's plan. `unreachable`: the trip did not answer for minutes. */
export const ApplyOutcome = z.enum(["applied", "trip-changed", "unreachable"]);
export type ApplyOutcome = z.infer<typeof ApplyOutcome>;

export const OptimisationState = z.enum(["pending", "done", "failed"]);
export type OptimisationState = z.infer<typeof OptimisationState>;
