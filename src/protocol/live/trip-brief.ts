import * as z from "zod";
import { VehicleKind } from "../driver.ts";
import { DriverId, RegionId, ShipmentId, StopId, TenantId, TripId } from "../ids.ts";
import { ProofKinds } from "../proof.ts";
import { ShipmentKind, ShipmentStatus } from "../shipment.ts";
import { StopAction, StopStatus, TripStatus } from "../trip.ts";
import { Millis } from "./fix.ts";
import { PlannedRoute } from "./planned-route.ts";

/** More would not fit a working day, nor one answer. */
export const STOPS_MAX = 300;
/** Parcels for one house of flats. */
export const SHIPMENTS_PER_STOP_MAX = 50;

export const Latitude = z.number().min(-90).max(90);
export const Longitude = z.number().min(-180).max(180);

export const TripShipment = z.strictObject({
  shipmentId: ShipmentId,
  kind: ShipmentKind,
  action: StopAction,
  status: ShipmentStatus,
  /** What handing it over has to be proved with; absent where nothing is asked for. */
  proofRequired: ProofKinds.optional(),
});
export type TripShipment = z.infer<typeof TripShipment>;

export const TripStop = z.strictObject({
  stopId: StopId,
  lat: Latitude,
  lng: Longitude,
  status: StopStatus,
  serviceSeconds: z.int().min(0),
  windowStartsAt: Millis.nullable(),
  windowEndsAt: Millis.nullable(),
  shipments: z.array(TripShipment).max(SHIPMENTS_PER_STOP_MAX),
});
export type TripStop = z.infer<typeof TripStop>;

/** When a customer sees the dot: always, never, or once the trip is near by any of the three measures. */
export const Visibility = z.strictObject({
  mode: z.enum(["always", "near", "never"]),
  stopsAhead: z.int().min(0).max(10),
  minutes: z.int().min(0).max(240).nullable(),
  metres: z.int().min(0).max(100_000).nullable(),
});
export type Visibility = z.infer<typeof Visibility>;

/** The tenant's rules that a trip lives by, as they were when it was opened or last changed. */
export const TripSettings = z.strictObject({
  visibility: Visibility,
  /** Fixes and seconds after which the tail becomes a stored chunk. */
  chunkFixes: z.int().min(1).max(200),
  chunkSeconds: z.int().min(1).max(300),
  /** False: a made-up position only fills the history. */
  showMock: z.boolean(),
});
export type TripSettings = z.infer<typeof TripSettings>;

/** Three stops is when people put their shoes on; 20 fixes or 30 seconds bound what a lost phone could hold alone. */
export const DEFAULT_TRIP_SETTINGS: TripSettings = {
  visibility: { mode: "near", stopsAhead: 3, minutes: null, metres: null },
  chunkFixes: 20,
  chunkSeconds: 30,
  showMock: true,
};

/** All that a trip's object is told by the outside. What happens later, it writes itself. */
export const TripBrief = z.strictObject({
  tenantId: TenantId,
  tripId: TripId,
  regionId: RegionId,
  driverId: DriverId,
  /** The only part of a name that customers see. */
  driverFirstName: z.string(),
  vehicleKind: VehicleKind.nullable(),
  status: TripStatus,
  /** The duty: positions from outside of it are nobody's business. */
  startedAt: Millis.nullable(),
  finishedAt: Millis.nullable(),
  /** The driver called for help, and nobody has ended it yet. */
  sos: z.boolean(),
  stops: z.array(TripStop).max(STOPS_MAX),
  /** Absent where nobody worked one out. */
  route: PlannedRoute.optional(),
  settings: TripSettings,
});
export type TripBrief = z.infer<typeof TripBrief>;
