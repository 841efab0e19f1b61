import * as z from "zod";
import { LinkId, ShipmentId } from "../ids.ts";
import { endpoint } from "./endpoint.ts";
import { pageOf, pageQuery } from "./page.ts";
import { secretText } from "./secret-text.ts";

export const TrackingLink = z
  .strictObject({
    id: LinkId,
    shipmentId: ShipmentId,
    status: z.enum(["open", "expired", "revoked"]),
    createdBy: z.string(),
    createdAt: z.int(),
    expiresAt: z.int().meta({ description: "At most 14 days after it was made, and a day after the shipment's end" }),
    revokedAt: z.int().nullable(),
    firstOpenedAt: z.int().nullable(),
    lastOpenedAt: z.int().nullable(),
    views: z.int().meta({ description: "Visits; looks within ten minutes of each other are one" }),
  })
  .meta({ id: "TrackingLink" });
export type TrackingLink = z.infer<typeof TrackingLink>;

export const NewTrackingLink = z
  .strictObject({
    replace: z.boolean().optional().meta({ description: "Revokes the shipment's other links in the same step" }),
  })
  .meta({ id: "NewTrackingLink" });
export type NewTrackingLink = z.infer<typeof NewTrackingLink>;

export const IssuedTrackingLink = z
  .strictObject({
    link: TrackingLink,
    url: secretText("The customer's page. Shown this once and never again"),
  })
  .meta({ id: "IssuedTrackingLink" });
export type IssuedTrackingLink = z.infer<typeof IssuedTrackingLink>;

const ofShipment = z.strictObject({ shipmentId: ShipmentId });

export const issueTrackingLink = endpoint({
  method: "post",
  path: "/shipments/:shipmentId/tracking-links",
  access: { resource: "tracking-link", action: "create" },
  priority: "normal",
  operationId: "issueTrackingLink",
  secretAnswer: "Sent again, it makes another link; with `replace` the ones before are revoked.",
  tag: "Tracking links",
  summary: "Make a link that shows a customer one shipment",
  description: "Whoever has the link sees the shipment, without an account. A shipment that ended a day ago gets none.",
  params: ofShipment,
  body: NewTrackingLink,
  status: 201,
  output: IssuedTrackingLink,
  errors: ["forbidden", "not-found", "conflict", "unavailable"],
});

export const listTrackingLinks = endpoint({
  method: "get",
  path: "/shipments/:shipmentId/tracking-links",
  access: { resource: "tracking-link", action: "list" },
  priority: "normal",
  operationId: "listTrackingLinks",
  tag: "Tracking links",
  summary: "A shipment's links, newest first",
  params: ofShipment,
  query: z.strictObject(pageQuery(LinkId)),
  status: 200,
  output: pageOf(TrackingLink),
  errors: ["forbidden", "not-found", "unavailable"],
});

export const revokeTrackingLink = endpoint({
  method: "delete",
  path: "/shipments/:shipmentId/tracking-links/:linkId",
  access: { resource: "tracking-link", action: "delete" },
  priority: "normal",
  operationId: "revokeTrackingLink",
  tag: "Tracking links",
  summary: "Revoke a link",
  description: "It stops working with the next request.",
  params: z.strictObject({ shipmentId: ShipmentId, linkId: LinkId }),
  status: 200,
  output: TrackingLink,
  errors: ["forbidden", "not-found", "unavailable"],
});
