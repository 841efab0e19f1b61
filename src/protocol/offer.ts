import * as z from "zod";
import { DriverId, OfferId, RegionId, ShipmentId, TripId } from "./ids.ts";
import { Millis } from "./live/fix.ts";
import { Latitude, Longitude } from "./live/trip-brief.ts";

export const OfferState = z.enum(["searching", "offered", "accepted", "declined", "expired", "exhausted"]);
export type OfferState = z.infer<typeof OfferState>;

/** Whom it is asked in turn; longer queues are answered tomorrow. */
export const OFFERED_MAX = 20;

/** A driver who may be asked, and the trip that would carry it. */
export const OfferTarget = z.strictObject({ tripId: TripId, driverId: DriverId });
export type OfferTarget = z.infer<typeof OfferTarget>;

/** What a driver is asked. */
export const OpenOffer = z
  .strictObject({
    id: OfferId,
    shipmentId: ShipmentId,
    tripId: TripId,
    lat: Latitude,
    lng: Longitude,
    until: Millis.meta({ description: "Afterwards the next one is asked" }),
  })
  .meta({ id: "OpenOffer" });
export type OpenOffer = z.infer<typeof OpenOffer>;

/** An offer as its object keeps it. */
export const OfferBook = z.strictObject({
  id: OfferId,
  shipmentId: ShipmentId,
  regionId: RegionId,
  /** Who wants it carried. */
  offeredBy: z.string(),
  lat: Latitude,
  lng: Longitude,
  /** How long each has to answer. */
  answerMs: z.int().min(1),
  state: OfferState,
  /** Who is asked, was asked last, or has accepted. */
  asked: z.strictObject({ ...OfferTarget.shape, until: Millis }).nullable(),
  left: z.array(OfferTarget).max(OFFERED_MAX),
});
export type OfferBook = z.infer<typeof OfferBook>;
