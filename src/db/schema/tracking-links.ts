import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import * as column from "./columns.ts";
import { shipments } from "./shipments.ts";

/** A customer's way in. Only a keyed hash of the token is kept: who reads this table can open no link. */
export const trackingLinks = pgTable(
  "tracking_links",
  {
    tenantId: column.tenantId().notNull(),
    id: column.linkId().notNull(),
    shipmentId: column.shipmentId().notNull(),
    tokenHash: column.bytes().notNull(),
    createdBy: text().notNull(),
    expiresAt: column.instant().notNull(),
    revokedAt: column.instant(),
    /** Visits; looks that follow each other closely are one. */
    views: integer().notNull().default(0),
    firstOpenedAt: column.instant(),
    lastOpenedAt: column.instant(),
    createdAt: column.createdAt(),
    updatedAt: column.updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.shipmentId], foreignColumns: [shipments.tenantId, shipments.id] }),
    // A customer arrives with a token and nothing else, so not even the tenant is known.
    unique("tracking_links_token_key").on(t.tokenHash),
    // A shipment's links, to show, revoke and reissue.
    index("tracking_links_shipment_idx").on(t.tenantId, t.shipmentId),
    check("tracking_links_expiry_check", sql`${t.expiresAt} > ${t.createdAt}`),
    check("tracking_links_views_check", sql`${t.views} >= 0`),
  ],
);
