import * as z from "zod";
import { EventId, GeofenceId, ProofId, ShipmentId, StopId } from "../ids.ts";
import { ShipmentStatus } from "../shipment.ts";
import { CALL_OFF_NOTE_MAX_CHARS, REASON_MAX_CHARS } from "../reason-length.ts";
import { StopStatus, TripCallOffReason, TripStatus } from "../trip.ts";
import { Millis } from "./fix.ts";
import { Latitude, Longitude } from "./trip-brief.ts";

/** Who saw it: a person's hand, or the object by itself from the positions. */
export const EventSource = z.enum(["manual", "automatic"]);
export type EventSource = z.infer<typeof EventSource>;

const stopChanged = z.strictObject({
  kind: z.literal("stop"),
  stopId: StopId,
  status: StopStatus,
  source: EventSource,
  reason: z.string().max(REASON_MAX_CHARS).nullable(),
});
const shipmentChanged = z.strictObject({
  kind: z.literal("shipment"),
  shipmentId: ShipmentId,
  status: ShipmentStatus,
  reason: z.string().max(REASON_MAX_CHARS).nullable(),
  /** With delivered: what was named as its proof. */
  proofId: ProofId.optional(),
});
/** `why`: of one that was called off, where somebody said so. */
const tripChanged = z.strictObject({
  kind: z.literal("trip"),
  status: TripStatus,
  why: z
    .strictObject({ reason: TripCallOffReason.nullable(), note: z.string().max(CALL_OFF_NOTE_MAX_CHARS).nullable() })
    .optional(),
});
const planChanged = z.strictObject({ kind: z.literal("plan"), stopIds: z.array(StopId) });
const fenceCrossed = z.strictObject({
  kind: z.literal("fence"),
  fenceId: GeofenceId,
  crossing: z.enum(["entered", "left", "dwelt"]),
  /** Told by points that came too late to tell anybody about. */
  late: z.boolean(),
});
const motion = z.strictObject({
  kind: z.literal("motion"),
  change: z.enum(["off-route", "on-route", "idle", "moving"]),
});
const sos = z.strictObject({
  kind: z.literal("sos"),
  lat: Latitude.nullable(),
  lng: Longitude.nullable(),
  note: z.string().max(REASON_MAX_CHARS).nullable(),
});
const sosAnswered = z.strictObject({ kind: z.literal("sos-answered") });
/** A driver who pressed by mistake says so as well. */
const sosClosed = z.strictObject({ kind: z.literal("sos-closed"), note: z.string().max(REASON_MAX_CHARS).nullable() });
/** What a phone asked for and the rules forbid: kept, so that nobody's word is lost. */
const refused = z.strictObject({ kind: z.literal("refused"), asked: z.string(), why: z.string() });

export const TripEventBody = z.discriminatedUnion("kind", [
  tripChanged,
  planChanged,
  stopChanged,
  shipmentChanged,
  fenceCrossed,
  motion,
  sos,
  sosAnswered,
  sosClosed,
  refused,
]);
export type TripEventBody = z.infer<typeof TripEventBody>;

/** One line of a trip's log. `seq` has no gaps; `happenedAt` is the device's time by our clock, `recordedAt` the object's. */
export const TripEvent = z.strictObject({
  seq: z.int().min(1),
  id: EventId,
  actor: z.string(),
  happenedAt: Millis,
  recordedAt: Millis,
  body: TripEventBody,
});
export type TripEvent = z.infer<typeof TripEvent>;
