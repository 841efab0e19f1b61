import * as z from "zod";
import { VehicleKind } from "../driver.ts";
import { DriverId, TripId } from "../ids.ts";
import { OpenSos } from "../sos.ts";
import { TripStatus } from "../trip.ts";
import { Epoch, Millis } from "./fix.ts";
import { LivePoint, TripReport } from "./trip-report.ts";

/** Drivers of one part of a snapshot, 400 B of JSON each: frames near 1 MB fail on a hibernated socket. */
export const SNAPSHOT_PART_DRIVERS = 1_000;
/** Positions name their driver by a number of two bytes. */
export const DRIVER_INDEX_MAX = 0xffff;
/** The part of a report's number that a position carries. */
export const SEQ_BITS_MASK = 0xff;

/**
 * `online` is connected without a stop to make, `idle` stands still or pauses, `on_trip` is under way; `stale` was not
 * heard for twice the time it should need, `offline` has been gone for minutes.
 */
export const Presence = z.enum(["online", "idle", "on_trip", "stale", "offline"]);
export type Presence = z.infer<typeof Presence>;

/** Without the accuracy, which the compact position has no room for. */
export const ShownPoint = LivePoint.omit({ accuracyM: true });
export type ShownPoint = z.infer<typeof ShownPoint>;

/** One driver as a dispatcher sees it. `index` stands for it in position frames for as long as it is listed. */
export const LiveDriver = z.strictObject({
  index: z.int().min(0).max(DRIVER_INDEX_MAX),
  tripId: TripId,
  driverId: DriverId,
  driverFirstName: z.string(),
  vehicleKind: VehicleKind.nullable(),
  status: TripStatus,
  seq: z.int().min(0).max(SEQ_BITS_MASK),
  point: ShownPoint.nullable(),
  presence: Presence,
  lastSeenAt: Millis.nullable(),
  stopsDone: TripReport.shape.stopsDone,
  stopsTotal: TripReport.shape.stopsTotal,
  nextStop: TripReport.shape.nextStop,
  alerts: TripReport.shape.alerts,
  fences: TripReport.shape.fences,
});
export type LiveDriver = z.infer<typeof LiveDriver>;

export const RegionChange = z.discriminatedUnion("type", [
  /** New or changed: whole, so that the newest alone is enough. */
  z.strictObject({ type: z.literal("driver:updated"), driver: LiveDriver }),
  z.strictObject({
    type: z.literal("connection:status"),
    tripId: TripId,
    presence: Presence,
    lastSeenAt: Millis.nullable(),
  }),
  z.strictObject({ type: z.literal("driver:left"), tripId: TripId }),
]);
export type RegionChange = z.infer<typeof RegionChange>;

const Rev = z.int().min(0);
const Hash = z.int().min(0).max(0xffff_ffff);

const Hello = z.strictObject({ type: z.literal("hello"), version: z.int().min(1), now: Millis, authUntil: Millis });
/** The ticket was good: the socket lives until then. */
const Authenticated = z.strictObject({ type: z.literal("auth"), authUntil: Millis });
/** Complete once all its parts are there; nothing else is sent between them. */
export const RegionSnapshot = z.strictObject({
  type: z.literal("snapshot"),
  epoch: Epoch,
  rev: Rev,
  part: z.int().min(0),
  parts: z.int().min(1),
  drivers: z.array(LiveDriver).max(SNAPSHOT_PART_DRIVERS),
});
export type RegionSnapshot = z.infer<typeof RegionSnapshot>;
/** Applies to the state numbered `prev` only; on any other the viewer asks to resync. */
export const RegionDeltas = z.strictObject({
  type: z.literal("deltas"),
  epoch: Epoch,
  prev: Rev,
  rev: Rev,
  changes: z.array(RegionChange),
});
export type RegionDeltas = z.infer<typeof RegionDeltas>;
/** What a viewer must hold now. `points` is null for one that is told a part of the positions. */
export const RegionChecksum = z.strictObject({
  type: z.literal("checksum"),
  epoch: Epoch,
  rev: Rev,
  drivers: z.int().min(0),
  roster: Hash,
  points: Hash.nullable(),
});
export type RegionChecksum = z.infer<typeof RegionChecksum>;

/** All calls for help that are open in the region. After hello there is none until this comes. */
const SosOpen = z.strictObject({ type: z.literal("sos:open"), ...OpenSos.shape });

/** Everything in JSON that a dispatcher's map is sent. Positions come as binary frames beside it. */
export const DispatchDown = z.discriminatedUnion("type", [
  Hello,
  Authenticated,
  RegionSnapshot,
  RegionDeltas,
  RegionChecksum,
  SosOpen,
]);
export type DispatchDown = z.infer<typeof DispatchDown>;
