import * as z from "zod";

/** A TypeID: what it names, then a UUID as 26 characters of Crockford base32. The first is at most 7, or 128 bits would overflow. */
function typeId<const Prefix extends string>(prefix: Prefix) {
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`))
    .brand<Prefix>();
}

export const TenantId = typeId("tnt");
export type TenantId = z.infer<typeof TenantId>;

export const RegionId = typeId("reg");
export type RegionId = z.infer<typeof RegionId>;

export const UserId = typeId("usr");
export type UserId = z.infer<typeof UserId>;

export const DriverId = typeId("drv");
export type DriverId = z.infer<typeof DriverId>;

export const VehicleId = typeId("veh");
export type VehicleId = z.infer<typeof VehicleId>;

export const ShipmentId = typeId("shp");
export type ShipmentId = z.infer<typeof ShipmentId>;

export const TripId = typeId("trip");
export type TripId = z.infer<typeof TripId>;

export const OfferId = typeId("off");
export type OfferId = z.infer<typeof OfferId>;

export const OptimisationId = typeId("opt");
export type OptimisationId = z.infer<typeof OptimisationId>;

export const SosId = typeId("sos");
export type SosId = z.infer<typeof SosId>;

export const SosContactId = typeId("sct");
export type SosContactId = z.infer<typeof SosContactId>;

export const StopId = typeId("stp");
export type StopId = z.infer<typeof StopId>;

export const EventId = typeId("evt");
export type EventId = z.infer<typeof EventId>;

export const ProofId = typeId("prf");
export type ProofId = z.infer<typeof ProofId>;

export const LinkId = typeId("lnk");
export type LinkId = z.infer<typeof LinkId>;

export const GeofenceId = typeId("geo");
export type GeofenceId = z.infer<typeof GeofenceId>;

export const NotificationId = typeId("ntf");
export type NotificationId = z.infer<typeof NotificationId>;

export const WebhookId = typeId("whk");
export type WebhookId = z.infer<typeof WebhookId>;

export const PaymentId = typeId("pay");
export type PaymentId = z.infer<typeof PaymentId>;

export const DocumentId = typeId("doc");
export type DocumentId = z.infer<typeof DocumentId>;

export const UploadId = typeId("upl");
export type UploadId = z.infer<typeof UploadId>;

export const AuditId = typeId("aud");
export type AuditId = z.infer<typeof AuditId>;

export const ApiKeyId = typeId("key");
export type ApiKeyId = z.infer<typeof ApiKeyId>;

export const TrackerTokenId = typeId("trk");
export type TrackerTokenId = z.infer<typeof TrackerTokenId>;

export const InvitationId = typeId("inv");
export type InvitationId = z.infer<typeof InvitationId>;

export const SecurityEventId = typeId("sev");
export type SecurityEventId = z.infer<typeof SecurityEventId>;

export const LocationViewId = typeId("lvw");
export type LocationViewId = z.infer<typeof LocationViewId>;

export const OutboxId = typeId("obx");
export type OutboxId = z.infer<typeof OutboxId>;
