import * as z from "zod";
import { DriverId, OptimisationId, RegionId, ShipmentId, StopId, TripId } from "../ids.ts";
import { Millis, MILLIS_MAX } from "../live/fix.ts";
import { STOPS_MAX } from "../live/trip-brief.ts";
import { TripEvent } from "../live/trip-event.ts";
import { ApplyOutcome, OptimisationState } from "../optimisation.ts";
import { RouteAudience, RouteTemplate } from "../messaging.ts";
import { endpoint } from "./endpoint.ts";
import { pageOf, pageQuery } from "./page.ts";
import { Place, TimeWindow } from "./shipments.ts";
import { IssuedTrackingLink } from "./tracking-links.ts";

/** What is worked out within one request; more, up to a trip's most stops, become a job. */
export const OPTIMISED_STOPS_MAX = 50;
const VEHICLES_MAX = 20;
const SERVICE_MAX_SECONDS = 4 * 60 * 60;

const ofTrip = z.strictObject({ tripId: TripId });
const WholeNumber = z.coerce.number().int();
/** What Postgres keeps the number of an event in. */
const SEQ_MAX = 2 ** 31 - 1;

export const OptimiseRoutes = z
  .union([
    z.strictObject({
      ...ofTrip.shape,
      apply: z.boolean().default(false).meta({ description: "Makes the order the trip's plan" }),
    }),
    z.strictObject({
      stops: z
        .array(
          z.strictObject({
            place: Place,
            window: TimeWindow.optional(),
            serviceSeconds: z.int().min(0).max(SERVICE_MAX_SECONDS).default(0),
            loadStops: z.int().min(0).max(STOPS_MAX).default(1).meta({ description: "Of a vehicle's capacity" }),
          }),
        )
        .min(1)
        .max(STOPS_MAX)
        .meta({ description: `More than ${OPTIMISED_STOPS_MAX} become a job` }),
      vehicles: z
        .array(
          z.strictObject({
            from: Place.optional(),
            departAt: Millis.optional().meta({ description: "Absent: now" }),
            capacityStops: z.int().min(1).max(STOPS_MAX).optional(),
          }),
        )
        .min(1)
        .max(VEHICLES_MAX),
    }),
  ])
  .meta({ id: "OptimiseRoutes" });
export type OptimiseRoutes = z.infer<typeof OptimiseRoutes>;

const Visit = z.strictObject({
  index: z.int().meta({ description: "Of the stop in the request, or among the trip's open stops" }),
  stopId: StopId.nullable(),
  arriveAt: z.int(),
  departAt: z.int(),
  lateSeconds: z.int(),
});

export const OptimisedRoutes = z
  .strictObject({
    routes: z.array(z.array(Visit)).meta({ description: "One for each vehicle, in the order of the request" }),
    late: z.array(z.int()).meta({ description: "Stops that are reached after their window" }),
    left: z.array(z.int()).meta({ description: "Stops that no vehicle has room for" }),
    costBefore: z
      .int()
      .nullable()
      .meta({ description: "Seconds, each second of lateness five times; null where there was no order" }),
    costAfter: z.int(),
    applied: z.boolean(),
  })
  .meta({ id: "OptimisedRoutes" });
export type OptimisedRoutes = z.infer<typeof OptimisedRoutes>;

/** Better orders of many stops take seconds to minutes. */
export const Optimisation = z
  .strictObject({
    jobId: OptimisationId,
    state: OptimisationState,
    slices: z.int().meta({ description: "How many shares of work were done; at most sixty" }),
    expiresAt: z.int().meta({ description: "When it is forgotten" }),
    result: OptimisedRoutes.nullable().meta({ description: "Null until it is done" }),
    whyNotApplied: ApplyOutcome.exclude(["applied"])
      .nullable()
      .meta({ description: "Of an order that was to be a trip's plan: that changed meanwhile, or did not answer" }),
  })
  .meta({ id: "Optimisation" });
export type Optimisation = z.infer<typeof Optimisation>;

export const optimiseRoutes = endpoint({
  method: "post",
  path: "/routes/optimize",
  access: { resource: "trip", action: "update" },
  limit: "low",
  priority: "low",
  operationId: "optimiseRoutes",
  tag: "Routes",
  summary: "Find a better order of stops",
  description: `Of a trip's open stops, or of places for some vehicles. Up to ${OPTIMISED_STOPS_MAX} are answered at once; up to ${STOPS_MAX} become a job. Where it is asked to, the job makes its order the trip's plan, unless the trip's stops were changed or visited meanwhile: then it says so and changes nothing. The same question has the same answer. Times are those of an average day.`,
  body: OptimiseRoutes,
  status: 200,
  alsoStatus: { 202: "It is worked on; the header Location says where to look" },
  output: z.union([OptimisedRoutes, Optimisation]),
  errors: ["forbidden", "not-found", "not-allowed-now", "conflict", "version-conflict", "unavailable"],
});

export const getOptimisation = endpoint({
  method: "get",
  path: "/routes/optimize/:jobId",
  priority: "normal",
  access: { resource: "trip", action: "update" },
  operationId: "getOptimisation",
  tag: "Routes",
  summary: "How far a search for a better order has come",
  description: "For whoever asked for it, and for administrators; for a day.",
  params: z.strictObject({ jobId: OptimisationId }),
  status: 200,
  output: Optimisation,
  errors: ["not-found"],
});

export const getRouteHistory = endpoint({
  method: "get",
  path: "/routes/:tripId/history",
  access: { resource: "trip", action: "read" },
  priority: "low",
  operationId: "getRouteHistory",
  tag: "Routes",
  summary: "What happened on a route",
  description: "Its log from the beginning, the newest line included.",
  params: ofTrip,
  query: z.strictObject({ ...pageQuery(WholeNumber.min(0).max(SEQ_MAX)) }),
  status: 200,
  output: pageOf(TripEvent).extend({
    exports: z.array(z.string()).meta({ description: "Where the track is, in each format" }),
  }),
  errors: ["not-found", "unavailable"],
});

export const shareRoute = endpoint({
  method: "post",
  path: "/routes/:tripId/share",
  access: { resource: "tracking-link", action: "create" },
  priority: "normal",
  operationId: "shareRoute",
  secretAnswer: "Sent again, it makes other links; with `replace` the ones before are revoked.",
  tag: "Routes",
  summary: "Make a tracking link for everything that a route carries",
  description: "Each link shows its own shipment alone, expires and can be revoked like any other.",
  params: ofTrip,
  body: z.strictObject({ replace: z.boolean().optional().meta({ description: "Revokes the links made before" }) }),
  status: 201,
  output: z.strictObject({ items: z.array(z.strictObject({ shipmentId: ShipmentId, ...IssuedTrackingLink.shape })) }),
  errors: ["forbidden", "not-found", "conflict", "unavailable"],
});

export const notifyRoute = endpoint({
  method: "post",
  path: "/routes/:tripId/notify",
  priority: "normal",
  access: { resource: "trip", action: "update" },
  limit: "low",
  operationId: "notifyRoute",
  tag: "Routes",
  summary: "Tell those who wait for a route's deliveries",
  description:
    "In words of ours, by SMS where the shipment has a number, by mail otherwise. About one shipment of a trip the same is said once in an hour of the clock, however often it is asked for. The desk alone may ask. A trip that is over is answered not-allowed-now.",
  params: ofTrip,
  body: z.strictObject({ template: RouteTemplate, audience: RouteAudience.default("waiting") }),
  status: 202,
  output: z.strictObject({
    queued: z.int().meta({
      description: "Shipments that are waited for; who has neither number nor mail, or was told this hour, is not told",
    }),
  }),
  errors: ["forbidden", "not-found", "not-allowed-now", "unavailable"],
});

const Instant = WholeNumber.min(0).max(MILLIS_MAX);

export const getRouteAnalytics = endpoint({
  method: "get",
  path: "/routes/analytics",
  access: { resource: "trip", action: "list" },
  limit: "low",
  priority: "low",
  operationId: "getRouteAnalytics",
  tag: "Routes",
  summary: "How routes went",
  description: "Of those that ended between two moments and that one may see.",
  query: z.strictObject({ from: Instant, to: Instant, regionId: RegionId.optional(), driverId: DriverId.optional() }),
  status: 200,
  output: z
    .strictObject({
      trips: z.int(),
      stops: z.int(),
      stopsDone: z.int(),
      stopsFailed: z.int(),
      onTimeShare: z.number().nullable().meta({ description: "Of the stops with a window that were reached" }),
      meanDwellSeconds: z.number().nullable(),
      plannedM: z.int(),
      drivenM: z.int().meta({ description: "Both sums count routes whose track is known" }),
      plannedSeconds: z.int(),
      takenSeconds: z.int(),
    })
    .meta({ id: "RouteAnalytics" }),
  errors: ["forbidden", "unavailable"],
});
export type RouteAnalytics = z.infer<typeof getRouteAnalytics.output>;
