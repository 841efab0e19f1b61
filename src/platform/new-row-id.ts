import { UUID, uuidv7obj } from "uuidv7";
import { typeIdFromBytes } from "../domain/typeid.ts";
import {
  ApiKeyId,
  DriverId,
  EventId,
  GeofenceId,
  InvitationId,
  LinkId,
  LocationViewId,
  NotificationId,
  OfferId,
  OutboxId,
  OptimisationId,
  RegionId,
  SecurityEventId,
  ShipmentId,
  SosContactId,
  SosId,
  StopId,
  TrackerTokenId,
  TripId,
  UserId,
  VehicleId,
} from "../protocol/ids.ts";

/** Ids of new rows: version 7 UUIDs, so that a table grows at the end of its index and a list by id is one by age. */
export const newRowId = rowIdsOf(() => uuidv7obj().bytes);

/** For the one row that a request makes, if it makes one of these. */
export type RowIds = Pick<typeof newRowId, "region" | "vehicle" | "trip" | "stop" | "geofence" | "offer">;

/** As made at that moment, and from this digest the same each time: who does the work again finds what was made before. */
export function repeatedRowIds(at: number, digest: Uint8Array): RowIds {
  const bits = new DataView(digest.buffer, digest.byteOffset);
  const { bytes } = UUID.fromFieldsV7(at, bits.getUint16(0) >>> 4, bits.getUint32(2) >>> 2, bits.getUint32(6));
  return rowIdsOf(() => bytes);
}

function rowIdsOf(next: () => Uint8Array) {
  return {
    region: () => RegionId.parse(typeIdFromBytes("reg", next())),
    user: () => UserId.parse(typeIdFromBytes("usr", next())),
    driver: () => DriverId.parse(typeIdFromBytes("drv", next())),
    apiKey: () => ApiKeyId.parse(typeIdFromBytes("key", next())),
    trackerToken: () => TrackerTokenId.parse(typeIdFromBytes("trk", next())),
    invitation: () => InvitationId.parse(typeIdFromBytes("inv", next())),
    shipment: () => ShipmentId.parse(typeIdFromBytes("shp", next())),
    vehicle: () => VehicleId.parse(typeIdFromBytes("veh", next())),
    trip: () => TripId.parse(typeIdFromBytes("trip", next())),
    stop: () => StopId.parse(typeIdFromBytes("stp", next())),
    optimisation: () => OptimisationId.parse(typeIdFromBytes("opt", next())),
    offer: () => OfferId.parse(typeIdFromBytes("off", next())),
    outbox: () => OutboxId.parse(typeIdFromBytes("obx", next())),
    notification: () => NotificationId.parse(typeIdFromBytes("ntf", next())),
    sos: () => SosId.parse(typeIdFromBytes("sos", next())),
    sosContact: () => SosContactId.parse(typeIdFromBytes("sct", next())),
    event: () => EventId.parse(typeIdFromBytes("evt", next())),
    geofence: () => GeofenceId.parse(typeIdFromBytes("geo", next())),
    link: () => LinkId.parse(typeIdFromBytes("lnk", next())),
    locationView: () => LocationViewId.parse(typeIdFromBytes("lvw", next())),
    securityEvent: () => SecurityEventId.parse(typeIdFromBytes("sev", next())),
  };
}
