import type { ShipmentId } from "../protocol/ids.ts";
import type { TripBrief } from "../protocol/live/trip-brief.ts";
import type { ShipmentStatus } from "../protocol/shipment.ts";

/** What a trip says of one shipment; null if it does not carry it. */
export function carriedStatus({ stops }: Pick<TripBrief, "stops">, shipmentId: ShipmentId): ShipmentStatus | null {
  const carried = stops.flatMap(({ shipments }) => shipments).find((one) => one.shipmentId === shipmentId);
  return carried?.status ?? null;
}
