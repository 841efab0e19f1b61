import { endOf, isDeliveryOver, promiseOf } from "../../domain/delivery-facts.ts";
import { ENDED, glimpse } from "../../domain/visibility.ts";
import type { ShipmentId } from "../../protocol/ids.ts";
import type { CustomerView } from "../../protocol/live/track-down.ts";
import type { TripScene } from "./trip-scene.ts";

/** What the holder of a link to this shipment may see now; null if this trip does not carry it. */
export function customerView(scene: TripScene, shipmentId: ShipmentId, now: number): CustomerView | null {
  const { brief } = scene;
  const carried = brief.stops.flatMap((stop) =>
    stop.shipments.filter((shipment) => shipment.shipmentId === shipmentId).map((shipment) => ({ stop, shipment })),
  );
  // Picked up at one stop and brought to another: the customer waits at the second.
  const own = carried.find(({ shipment }) => shipment.action === "dropoff") ?? carried[0];
  if (!own) return null;
  const { stop, shipment } = own;
  const eta = scene.eta?.stops.find(({ stopId }) => stopId === stop.stopId) ?? null;
  const lookout = {
    tripStatus: brief.status,
    stops: brief.stops,
    ownStopId: stop.stopId,
    point: scene.intake.point,
    eta,
  };
  const { status } = shipment;
  // One parcel of several may be over while the driver is still at the door with the others.
  const isOver = isDeliveryOver(status);
  const seen = isOver ? ENDED : glimpse(brief.settings.visibility, lookout, now);
  const driver = seen.state === "visible" ? { firstName: brief.driverFirstName, vehicleKind: brief.vehicleKind } : null;
  const promised = seen.state === "ended" ? null : promiseOf(stop, status);
  const end = isOver ? endOf(status, scene.log.statusLines(shipmentId)) : null;
  return { ...seen, status, promised, end, driver };
}
