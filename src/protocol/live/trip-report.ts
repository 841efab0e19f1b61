import * as z from "zod";
import { DriverId, GeofenceId, StopId, TripId } from "../ids.ts";
import { TripStatus } from "../trip.ts";
import { VehicleKind } from "../driver.ts";
import { Millis } from "./fix.ts";
import { Latitude, Longitude } from "./trip-brief.ts";

/** The dot of one driver: smoothed, the newest of its stream. */
export const LivePoint = z.strictObject({
  lat: Latitude,
  lng: Longitude,
  speedMps: z.number().min(0).nullable(),
  headingDeg: z.number().min(0).max(360).nullable(),
  accuracyM: z.number().min(0).nullable(),
  /** When it was there, by our clock. */
  at: Millis,
});
export type LivePoint = z.infer<typeof LivePoint>;

/** What a trip tells its region. Each report is whole, so that the newest alone is enough. */
export const TripReport = z.strictObject({
  tripId: TripId,
  driverId: DriverId,
  driverFirstName: z.string(),
  vehicleKind: VehicleKind.nullable(),
  status: TripStatus,
  /** Counts the trip's reports: an older one that comes late changes nothing. */
  reportSeq: z.int().min(1),
  point: LivePoint.nullable(),
  /** Whether a device of the driver is connected now, and when it was last heard. */
  connected: z.boolean(),
  heardAt: Millis.nullable(),
  /** Open on this trip, of its driver, its customers and those who look closely; absent for none. */
  sockets: z.int().min(0).optional(),
  stopsDone: z.int().min(0),
  stopsTotal: z.int().min(0),
  nextStop: z.strictObject({ stopId: StopId, etaAt: Millis.nullable(), windowEndsAt: Millis.nullable() }).nullable(),
  alerts: z.array(z.enum(["sos", "off-route", "idle", "late", "mock"])),
  /** The geofences that the driver is in, and whether for as long as its rule asks; absent for none. */
  fences: z.array(z.strictObject({ fenceId: GeofenceId, dwelt: z.boolean() })).optional(),
});
export type TripReport = z.infer<typeof TripReport>;

/** What the region asks in return: how many watch, and when to report next; null while positions interest nobody. */
export interface ReportDemand {
  readonly watchers: number;
  readonly nextMs: number | null;
  /** The version of the region's geofences; absent where there were never any. */
  readonly fences?: number;
  /** To how many shards positions go; absent where the region takes them itself. */
  readonly shards?: number;
}
