import * as z from "zod";
import { ProofId, ShipmentId, SosId, StopId } from "../ids.ts";
import { TidiedText } from "../plain-text.ts";
import { NamedProof } from "../proof.ts";
import { ShipmentStatus } from "../shipment.ts";
import { Epoch, Millis, StreamSeq, WireFix } from "./fix.ts";
import { REASON_MAX_CHARS } from "../reason-length.ts";
import { Latitude, Longitude, SHIPMENTS_PER_STOP_MAX } from "./trip-brief.ts";

/** A minute and a half in the tunnel at one fix a second fits two frames; the frame stays below 16 KiB. */
export const FIXES_PER_FRAME_MAX = 200;
/** Above this a frame is not even parsed. */
export const FRAME_MAX_BYTES = 64 * 1024;

/** First of all: which stream this is, and up to where the trip's events are known. */
const Hello = z.strictObject({
  type: z.literal("hello"),
  version: z.int().min(1),
  epoch: Epoch,
  lastSeq: z.int().min(0),
  /** What to add to the phone's time to get ours, from the best of three `clock` exchanges; null if it was not measured. */
  clockOffsetMs: z.int().nullable().default(null),
});

export const LocationUpdate = z.strictObject({
  type: z.literal("driver:locationUpdate"),
  epoch: Epoch,
  fixes: z.array(WireFix).min(1).max(FIXES_PER_FRAME_MAX),
});
export type LocationUpdate = z.infer<typeof LocationUpdate>;

/** Asks to make durable, and acknowledge, what came so far. */
const Flush = z.strictObject({ type: z.literal("flush") });
const Clock = z.strictObject({ type: z.literal("clock"), t0: Millis });
/** A fresh ticket for the same socket, before the old one's time is over. */
const Auth = z.strictObject({ type: z.literal("auth"), ticket: z.string().max(2048) });
const DeviceStatus = z.strictObject({
  type: z.literal("device:status"),
  batteryPercent: z.int().min(0).max(100).nullable(),
  hidden: z.boolean(),
});

/** Actions have a numbered stream of their own, so that they overtake a backlog of positions. */
const numbered = { epoch: Epoch, seq: StreamSeq, at: Millis };
const Reason = TidiedText.max(REASON_MAX_CHARS).nullable().default(null);

export const DriverAction = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("trip:statusUpdate"),
    ...numbered,
    event: z.enum(["start", "pause", "resume", "complete"]),
  }),
  z.strictObject({
    type: z.literal("stop:statusUpdate"),
    ...numbered,
    stopId: StopId,
    event: z.enum(["head-for", "arrive", "finish", "fail", "skip"]),
    reason: Reason,
    /** Of the parcels that are handed over there and whose rule asks for a proof. */
    proofs: z.array(NamedProof).max(SHIPMENTS_PER_STOP_MAX).optional(),
  }),
  z.strictObject({
    type: z.literal("shipment:statusUpdate"),
    ...numbered,
    shipmentId: ShipmentId,
    status: ShipmentStatus,
    reason: Reason,
    proofId: ProofId.optional(),
  }),
  z.strictObject({
    type: z.literal("driver:sos"),
    ...numbered,
    lat: Latitude.nullable(),
    lng: Longitude.nullable(),
    note: Reason,
    /** The same on whichever way the call goes, so that it counts once. */
    sosId: SosId.optional(),
  }),
]);
export type DriverAction = z.infer<typeof DriverAction>;

/** Everything that a driver's device may send. Who sends is known from its ticket and never read from a frame. */
export const DriverUp = z.discriminatedUnion("type", [
  Hello,
  LocationUpdate,
  Flush,
  Clock,
  Auth,
  DeviceStatus,
  DriverAction,
]);
export type DriverUp = z.infer<typeof DriverUp>;
