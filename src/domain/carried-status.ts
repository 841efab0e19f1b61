import type { ShipmentId } from "../protocol/ids.ts";
import type { TripBrief } from "../protocol/live/trip-brief.ts";
import type { ShipmentStatus } from "../protocol/shipment.ts";
import { carried } from "./trip-parcels.ts";

/** What a trip says of one shipment; null if it does not carry it. */
export function carriedStatus(trip: Pick<TripBrief, "stops">, shipmentId: ShipmentId): ShipmentStatus | null {
  return carried(trip, shipmentId)[0]?.status ?? null;
}
