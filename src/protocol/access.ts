import * as z from "zod";

/** Everything that may be asked for. */
export const Resource = z.enum([
  "tenant",
  "region",
  "user",
  "driver",
  "vehicle",
  "shipment",
  "trip",
  "tracking-link",
  "geofence",
  "proof",
  "payment",
  "document",
  "session",
  "invitation",
  "api-key",
  "audit-log",
  "access-log",
  "webhook",
  "queue",
  "location",
  "sos",
]);
export type Resource = z.infer<typeof Resource>;

export const Action = z.enum(["list", "read", "create", "update", "delete"]);
export type Action = z.infer<typeof Action>;

/** What an API key can be made for. `read` lists too, `write` creates, changes and deletes; neither holds the other. */
export const KeyScope = z.enum([
  "region:read",
  "driver:read",
  "vehicle:read",
  "shipment:read",
  "shipment:write",
  "trip:read",
  "tracking-link:read",
  "tracking-link:write",
  "geofence:read",
  "proof:read",
  "webhook:read",
  "webhook:write",
  "location:read",
]);
export type KeyScope = z.infer<typeof KeyScope>;
