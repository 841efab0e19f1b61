import * as z from "zod";
import { DriverId, ProofId, RegionId, ShipmentId, StopId, TripId } from "../ids.ts";
import { Millis, MILLIS_MAX } from "../live/fix.ts";
import { STOPS_MAX, TripBrief } from "../live/trip-brief.ts";
import { REASON_MAX_CHARS } from "../reason-length.ts";
import { LivePoint } from "../live/trip-report.ts";
import { PlainText } from "../plain-text.ts";
import { StopAction, TripStatus } from "../trip.ts";
import { TripCallOff } from "./call-off.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import { KEEP_TRIPS } from "./keep.ts";
import { pageOf, pageQuery } from "./page.ts";
import { Place, TimeWindow } from "./shipments.ts";

/** Nobody stands at one door for longer than four hours. */
const SERVICE_MAX_SECONDS = 4 * 60 * 60;
/** Parcels for one house of flats. */
const SHIPMENTS_PER_STOP_MAX = 50;

export const NewStop = z
  .strictObject({
    place: Place,
    window: TimeWindow.optional(),
    serviceSeconds: z.int().min(0).max(SERVICE_MAX_SECONDS).default(0),
    shipments: z
      .array(z.strictObject({ id: ShipmentId, action: StopAction.default("dropoff") }))
      .max(SHIPMENTS_PER_STOP_MAX)
      .default([]),
  })
  .meta({ id: "NewStop" });
export type NewStop = z.infer<typeof NewStop>;

export const NewTrip = z
  .strictObject({
    regionId: RegionId,
    driverId: DriverId,
    plannedStartAt: Millis.optional(),
    stops: z
      .array(NewStop)
      .max(STOPS_MAX)
      .default([])
      .meta({ description: "In their order; none for a driver who is on duty and waits for work" }),
  })
  .meta({ id: "NewTrip" });
export type NewTrip = z.infer<typeof NewTrip>;

/** The whole plan in its new order: stops that are there already by their id, new ones in full. */
export const TripPlan = z
  .strictObject({ stops: z.array(z.union([z.strictObject({ id: StopId }), NewStop])).max(STOPS_MAX) })
  .meta({ id: "TripPlan" });
export type TripPlan = z.infer<typeof TripPlan>;

const { tenantId: _tenant, settings: _settings, tripId: _tripId, ...brief } = TripBrief.shape;

/** A trip as its object shows it now, or as it was written down when that object has nothing to say. */
export const Trip = z
  .strictObject({
    id: TripId,
    ...brief,
    point: LivePoint.nullable().meta({ description: "Where the driver is" }),
    eta: z.array(z.strictObject({ stopId: StopId, etaAt: z.int(), late: z.boolean() })),
    seq: z.int().meta({ description: "The newest event of the trip's log" }),
  })
  .meta({ id: "Trip" });
export type Trip = z.infer<typeof Trip>;

export const TripSummary = z
  .strictObject({
    id: TripId,
    regionId: RegionId,
    driverId: DriverId,
    status: TripStatus,
    plannedStartAt: z.int().nullable(),
    startedAt: z.int().nullable(),
    finishedAt: z.int().nullable(),
    stopsTotal: z.int(),
    stopsDone: z.int(),
    distanceM: z.int().nullable().meta({ description: "What was driven, once it is over" }),
    polyline: z.string().nullable().meta({ description: "The way that was driven, in Google's encoding" }),
    createdAt: z.int(),
  })
  .meta({ id: "TripSummary" });
export type TripSummary = z.infer<typeof TripSummary>;

const Instant = z.coerce.number().int().min(0).max(MILLIS_MAX);
const ofTrip = z.strictObject({ tripId: TripId });

export const createTrip = endpoint({
  method: "post",
  path: "/trips",
  access: { resource: "trip", action: "create" },
  priority: "normal",
  operationId: "createTrip",
  tag: "Trips",
  summary: "Plan a trip",
  description: "A driver may open one without stops for itself: that is going on duty. It begins when it is started.",
  body: NewTrip,
  status: 201,
  output: Trip,
  errors: ["forbidden", "not-found", "not-allowed-now", "conflict", "unavailable"],
});

export const listTrips = endpoint({
  method: "get",
  path: "/trips",
  access: { resource: "trip", action: "list" },
  priority: "normal",
  keep: KEEP_TRIPS,
  operationId: "listTrips",
  tag: "Trips",
  summary: "The trips one may see, newest first",
  description:
    "What was done by request is in this list with its answer; what a phone has just said by its socket is here seconds later, and in the trip itself at once.",
  query: z.strictObject({
    ...pageQuery(TripId),
    status: TripStatus.optional(),
    regionId: RegionId.optional(),
    driverId: DriverId.optional(),
    from: Instant.optional().meta({
      description: "That began, or should begin, at this moment or later; by when it was made where neither is known",
    }),
    to: Instant.optional().meta({ description: "Before this moment" }),
  }),
  status: 200,
  output: pageOf(TripSummary),
  errors: ["forbidden", "unavailable"],
});

export const getTrip = endpoint({
  method: "get",
  path: "/trips/:tripId",
  access: { resource: "trip", action: "read" },
  priority: "critical",
  operationId: "getTrip",
  tag: "Trips",
  summary: "One trip as it is now",
  params: ofTrip,
  status: 200,
  output: Trip,
  errors: ["not-found", "unavailable"],
});

export const planTrip = endpoint({
  method: "put",
  path: "/trips/:tripId/plan",
  access: { resource: "trip", action: "update" },
  priority: "normal",
  operationId: "planTrip",
  tag: "Trips",
  summary: "Give a trip another plan",
  description:
    "The whole plan in its new order, while it runs too. Stops that are over stay. A stop whose parcel is on board cannot be left out.",
  params: ofTrip,
  body: TripPlan,
  status: 200,
  output: Trip,
  errors: ["forbidden", "not-found", "not-allowed-now", "conflict", "version-conflict", "unavailable"],
});

const ofStop = z.strictObject({ tripId: TripId, stopId: StopId });
export const StopPosition = z
  .int()
  .min(0)
  .max(STOPS_MAX)
  .meta({ description: "From 0, among the stops that are not over; a place behind the last one is the end" });

export const AddedStop = z
  .strictObject({ ...NewStop.shape, position: StopPosition.optional().meta({ description: "Absent: at the end" }) })
  .meta({ id: "AddedStop" });
export type AddedStop = z.infer<typeof AddedStop>;

const planChange = {
  access: { resource: "trip", action: "update" },
  tag: "Trips",
  output: Trip,
  errors: ["forbidden", "not-found", "not-allowed-now", "conflict", "version-conflict", "unavailable"],
} as const;

export const addStop = endpoint({
  ...planChange,
  method: "post",
  path: "/trips/:tripId/stops",
  priority: "normal",
  operationId: "addStop",
  summary: "Put a stop into a trip's plan",
  description: "While it runs too. What somebody else changes at the same moment stays changed.",
  params: ofTrip,
  body: AddedStop,
  status: 201,
});

export const reorderStop = endpoint({
  ...planChange,
  method: "post",
  path: "/trips/:tripId/stops/:stopId/move",
  priority: "normal",
  operationId: "reorderStop",
  summary: "Give a stop another place in the plan",
  params: ofStop,
  body: z.strictObject({ position: StopPosition }),
  status: 200,
});

export const removeStop = endpoint({
  ...planChange,
  method: "delete",
  path: "/trips/:tripId/stops/:stopId",
  priority: "normal",
  operationId: "removeStop",
  summary: "Take a stop out of the plan",
  description: "What it served waits for a trip again. Not one whose parcel is on board, nor one that is over.",
  params: ofStop,
  status: 200,
});

/** Works while the database does not, once the trip's object is open. */
function tripStep<const Step extends string>(step: Step, summary: string) {
  return endpoint({
    method: "post",
    path: `/trips/:tripId/${step}`,
    access: { resource: "trip", action: "update" },
    limit: "critical",
    priority: "critical",
    operationId: `${step}Trip`,
    tag: "Trips",
    summary,
    description: "Asking for what is so already changes nothing and is no error.",
    params: ofTrip,
    status: 200,
    output: Trip,
    errors: ["forbidden", "not-found", "not-allowed-now", "stops-open", "driver-busy", "unavailable"],
  });
}

export const startTrip = tripStep("start", "Begin a trip");
export const pauseTrip = tripStep("pause", "Interrupt a trip");
export const resumeTrip = tripStep("resume", "Go on with a trip");
export const completeTrip = tripStep("complete", "End a trip whose stops are all over");
export const cancelTrip = {
  ...tripStep("cancel", "Call a trip off"),
  description: "Asking for what is so already changes nothing and is no error. Why may be left out.",
  body: TripCallOff.default({}),
} as const satisfies Endpoint;

const Why = z.strictObject({ reason: PlainText.min(1).max(REASON_MAX_CHARS).optional() });

function stopStep<const Step extends string>(step: Step, summary: string) {
  return endpoint({
    method: "post",
    path: `/trips/:tripId/stops/:stopId/${step}`,
    access: { resource: "trip", action: "update" },
    limit: "critical",
    priority: "critical",
    operationId: `${step}Stop`,
    tag: "Trips",
    summary,
    params: ofStop,
    body: Why,
    status: 200,
    output: Trip,
    errors: ["forbidden", "not-found", "not-allowed-now", "unavailable"],
  });
}

export const arriveStop = stopStep("arrive", "The driver is there");
export const finishStop = {
  ...stopStep("finish", "All is done there"),
  description:
    "Where a parcel's rule asks for a proof, a complete one of this trip has to be there; naming it saves a look. The desk hands over without one by reporting the shipment as delivered.",
  body: Why.extend({ proofId: ProofId.optional() }),
  errors: ["forbidden", "not-found", "not-allowed-now", "proof-incomplete", "unavailable"],
} as const satisfies Endpoint;
export const failStop = stopStep("fail", "It could not be done there");
export const skipStop = stopStep("skip", "Leave a stop out");

export const reportProgress = endpoint({
  method: "put",
  path: "/routes/:tripId/progress",
  access: { resource: "trip", action: "update" },
  limit: "critical",
  priority: "critical",
  operationId: "reportProgress",
  tag: "Trips",
  summary: "Report how far a route has come",
  description: "A route is a trip. The same as the steps of one stop, under one address.",
  params: ofTrip,
  body: z.strictObject({
    stopId: StopId,
    event: z.enum(["arrive", "finish", "fail", "skip"]),
    ...Why.shape,
    proofId: ProofId.optional(),
  }),
  status: 200,
  output: Trip,
  errors: ["forbidden", "not-found", "not-allowed-now", "proof-incomplete", "unavailable"],
});
