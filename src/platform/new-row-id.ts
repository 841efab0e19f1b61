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
export const newRowId = {
  region: () => RegionId.parse(make("reg")),
  user: () => UserId.parse(make("usr")),
  driver: () => DriverId.parse(make("drv")),
  apiKey: () => ApiKeyId.parse(make("key")),
  trackerToken: () => TrackerTokenId.parse(make("trk")),
  invitation: () => InvitationId.parse(make("inv")),
  shipment: () => ShipmentId.parse(make("shp")),
  vehicle: () => VehicleId.parse(make("veh")),
  trip: () => TripId.parse(make("trip")),
  stop: () => StopId.parse(make("stp")),
  optimisation: () => OptimisationId.parse(make("opt")),
  offer: () => OfferId.parse(make("off")),
  outbox: () => OutboxId.parse(make("obx")),
  notification: () => NotificationId.parse(make("ntf")),
  sos: () => SosId.parse(make("sos")),
  sosContact: () => SosContactId.parse(make("sct")),
  event: () => EventId.parse(make("evt")),
  geofence: () => GeofenceId.parse(make("geo")),
  link: () => LinkId.parse(make("lnk")),
  locationView: () => LocationViewId.parse(make("lvw")),
  securityEvent: () => SecurityEventId.parse(make("sev")),
};

/** For the one row that a request makes, if it makes one of these. */
export type RowIds = Pick<typeof newRowId, "region" | "vehicle" | "trip" | "geofence" | "offer">;

/** As made at that moment, and from this digest the same each time: who does the work again finds what was made before. */
export function repeatedRowIds(at: number, digest: Uint8Array): RowIds {
  const bits = new DataView(digest.buffer, digest.byteOffset);
  const { bytes } = UUID.fromFieldsV7(at, bits.getUint16(0) >>> 4, bits.getUint32(2) >>> 2, bits.getUint32(6));
  return {
    region: () => RegionId.parse(typeIdFromBytes("reg", bytes)),
    vehicle: () => VehicleId.parse(typeIdFromBytes("veh", bytes)),
    trip: () => TripId.parse(typeIdFromBytes("trip", bytes)),
    geofence: () => GeofenceId.parse(typeIdFromBytes("geo", bytes)),
    offer: () => OfferId.parse(typeIdFromBytes("off", bytes)),
  };
}

function make(prefix: string): string {
  return typeIdFromBytes(prefix, uuidv7obj().bytes);
}
