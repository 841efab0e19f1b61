import { check, foreignKey, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { ShipmentEventKind } from "../../protocol/api/shipment-changes.ts";
import { ShipmentStatus } from "../../protocol/shipment.ts";
import * as column from "./columns.ts";
import { shipments } from "./shipments.ts";
import { trips } from "./trips.ts";

/** What happened to a shipment while no trip's object kept its log, append-only. Never a value: only names of fields. */
export const shipmentEvents = pgTable(
  "shipment_events",
  {
    tenantId: column.tenantId().notNull(),
    id: column.eventId().notNull(),
    shipmentId: column.shipmentId().notNull(),
    kind: text().$type<ShipmentEventKind>().notNull(),
    /** The trip that got it or let it go. */
    tripId: column.tripId(),
    /** The status that it came to; null where it kept its own. */
    status: text().$type<ShipmentStatus>(),
    reason: text(),
    fields: text().array().notNull().default([]),
    actor: text().notNull(),
    happenedAt: column.instant().notNull(),
    recordedAt: column.instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.shipmentId], foreignColumns: [shipments.tenantId, shipments.id] }),
    foreignKey({ columns: [t.tenantId, t.tripId], foreignColumns: [trips.tenantId, trips.id] }),
    index("shipment_events_trip_idx").on(t.tenantId, t.tripId),
    // A shipment's own part of its history, newest first.
    index("shipment_events_shipment_idx").on(t.tenantId, t.shipmentId, t.happenedAt, t.id),
    check("shipment_events_kind_check", column.oneOf(t.kind, ShipmentEventKind.options)),
    check("shipment_events_status_check", column.oneOf(t.status, ShipmentStatus.options)),
  ],
);
