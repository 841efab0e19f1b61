import * as z from "zod";
import { DriverId, RegionId, SosId, TripId, UserId } from "./ids.ts";
import { Millis } from "./live/fix.ts";
import { Latitude, Longitude } from "./live/trip-brief.ts";
import { REASON_MAX_CHARS } from "./reason-length.ts";

export const SosState = z.enum(["open", "acknowledged", "closed", "withdrawn"]);
export type SosState = z.infer<typeof SosState>;

export const SosPlace = z.strictObject({ lat: Latitude, lng: Longitude, at: Millis });
export type SosPlace = z.infer<typeof SosPlace>;

const Note = z.string().max(REASON_MAX_CHARS).nullable();

/** The button, as it was pressed. Its id is the device's, so that what is sent again counts once. */
export const SosPress = z.strictObject({
  id: SosId,
  at: Millis,
  lat: Latitude.nullable(),
  lng: Longitude.nullable(),
  note: Note,
});
export type SosPress = z.infer<typeof SosPress>;

/** A driver's call for help, as its tenant's desk has it. */
export const Sos = z
  .strictObject({
    id: SosId,
    state: SosState,
    regionId: RegionId,
    driverId: DriverId,
    driverFirstName: z.string().nullable().meta({ description: "Null where nobody could say it at that moment" }),
    tripId: TripId.nullable().meta({ description: "The trip that the driver was on" }),
    raisedAt: Millis,
    presses: z.int().min(1).meta({ description: "How often the driver called until it ended" }),
    note: Note,
    place: SosPlace.nullable().meta({ description: "Where the driver said to be last; a trip shows it live" }),
    acknowledgedBy: z.strictObject({ id: UserId, name: z.string().nullable() }).nullable(),
    acknowledgedAt: Millis.nullable(),
    closedBy: z.union([UserId, DriverId]).nullable(),
    closedAt: Millis.nullable(),
    closingNote: Note,
    locateEveryMs: z
      .int()
      .nullable()
      .meta({ description: "How often the device is to say where it is; null when it is over" }),
    rev: z.int().min(1).meta({ description: "Counts the changes of all calls of the tenant" }),
  })
  .meta({ id: "Sos" });
export type Sos = z.infer<typeof Sos>;

/** All open calls of a region: whole, so that the newest alone is enough. */
export const OpenSos = z.strictObject({ rev: z.int().min(0), calls: z.array(Sos) });
export type OpenSos = z.infer<typeof OpenSos>;
