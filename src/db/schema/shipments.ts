import { type SQL, sql } from "drizzle-orm";
import { bigint, check, foreignKey, index, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { ProofKind } from "../../protocol/proof.ts";
import { ShipmentKind, ShipmentStatus } from "../../protocol/shipment.ts";
import { StopAction } from "../../protocol/trip.ts";
import * as column from "./columns.ts";
import { regions, tenants } from "./tenants.ts";
import { stops, trips } from "./trips.ts";

export const shipments = pgTable(
  "shipments",
  {
    tenantId: column.tenantId().notNull(),
    id: column.shipmentId().notNull(),
    regionId: column.regionId().notNull(),
    kind: text().$type<ShipmentKind>().notNull().default("delivery"),
    status: text().$type<ShipmentStatus>().notNull().default("created"),
    /** The trip that carries it now; null while unassigned. */
    tripId: column.tripId(),
    /** Who gave it to that trip: whoever comes second is told. Null where nobody did by hand. */
    assignedBy: text(),
    /** The merchant's own order number. */
    reference: text().notNull(),
    /** Null for the tenant's own shipments. */
    storeCode: text(),
    // Searchable and not personal by themselves: no house number, floor or name.
    street: text().notNull(),
    city: text().notNull(),
    postcode: text().notNull().default(""),
    /** House number, floor, door code: the rest of the address, as typed. */
    addressSealed: text().notNull(),
    recipientNameSealed: text().notNull(),
    recipientPhoneSealed: text(),
    recipientEmailSealed: text(),
    instructionsSealed: text(),
    /** Null until geocoded. */
    lat: column.latitude(),
    lng: column.longitude(),
    point: column.pointColumn().generatedAlwaysAs((): SQL => column.pointOf(shipments.lat, shipments.lng)),
    cell: column.cellColumn().generatedAlwaysAs((): SQL => column.cellOf(shipments.lat, shipments.lng)),
    windowStartsAt: column.instant(),
    windowEndsAt: column.instant(),
    weightG: integer(),
    volumeMl: integer(),
    /** Cash to collect at the door, in the currency's smallest unit; null when paid. */
    cashDueMinor: bigint({ mode: "number" }),
    currency: text(),
    /** What it has to be proved with; null where the tenant's own rule holds. */
    proofRequired: text().array().$type<ProofKind[]>(),
    /** Keyed; null where the recipient was given no PIN. */
    pinHash: column.bytes(),
    /** How often a PIN was tried and was wrong. */
    pinTries: integer().notNull().default(0),
    /** How often somebody was at the door and it could not be handed over. */
    failedAttempts: integer().notNull().default(0),
    /** The proof that its delivery named, and that is not complete yet; it may have no row so far. Null otherwise. */
    proofAwaited: column.proofId(),
    /** Null while on its way. */
    closedAt: column.instant(),
    /** The event of its present trip that the status stands for; 0 when a trip takes it over. */
    eventSeq: integer().notNull().default(0),
    search: column
      .searchVector()
      .notNull()
      .generatedAlwaysAs(
        (): SQL =>
          sql`to_tsvector('simple', ${shipments.reference} || ' ' || coalesce(${shipments.storeCode}, '') || ' ' || ${shipments.street} || ' ' || ${shipments.postcode} || ' ' || ${shipments.city})`,
      ),
    version: column.version(),
    createdAt: column.createdAt(),
    updatedAt: column.updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
    foreignKey({ columns: [t.tenantId, t.regionId], foreignColumns: [regions.tenantId, regions.id] }),
    foreignKey({ columns: [t.tenantId, t.tripId], foreignColumns: [trips.tenantId, trips.id] }),
    // A merchant's second send of the same order finds the first.
    unique("shipments_reference_key").on(t.tenantId, t.storeCode, t.reference).nullsNotDistinct(),
    // The region's board: what waits for assignment, what is on its way. Ids grow with time, and pages go by them.
    index("shipments_region_idx").on(t.tenantId, t.regionId, t.status, t.id),
    // A store's own list, newest first.
    index("shipments_store_idx").on(t.tenantId, t.storeCode, t.id),
    // What a trip carries.
    index("shipments_trip_idx").on(t.tenantId, t.tripId),
    // A search by when they were handed in, or are due.
    index("shipments_created_idx").on(t.tenantId, t.createdAt),
    index("shipments_window_idx").on(t.tenantId, t.windowStartsAt),
    // What money is due for, newest first.
    index("shipments_cash_idx")
      .on(t.tenantId, t.id)
      .where(sql`cash_due_minor is not null`),
    // Deliveries whose proof never came, newest first.
    index("shipments_unproved_idx")
      .on(t.tenantId, t.id)
      .where(sql`proof_awaited is not null`),
    // The shipments nearest to a point, to fill a trip: ORDER BY point <-> point(lng, lat).
    index("shipments_point_idx").using("gist", t.tenantId, t.point),
    // A search around a place is answered by the index alone: of 15,000 rows in its cells 2,700 lie in the box, and 50 are shown.
    index("shipments_cell_idx").on(t.tenantId, t.cell, t.lat, t.lng, t.id),
    // ops.find_shipments: whole words of reference, store, street, postcode or city.
    index("shipments_search_idx").using("gin", t.search),
    // ops.find_shipments: a part of the order number; what goes to the streets that are meant, newest first.
    index("shipments_part_idx").using("gin", t.reference.op("gin_trgm_ops")),
    index("shipments_street_idx").on(t.tenantId, t.street, t.id),
    check("shipments_kind_check", column.oneOf(t.kind, ShipmentKind.options)),
    check("shipments_status_check", column.oneOf(t.status, ShipmentStatus.options)),
    check("shipments_position_check", column.onEarth(t.lat, t.lng)),
    check("shipments_window_check", sql`${t.windowEndsAt} > ${t.windowStartsAt}`),
    check("shipments_size_check", sql`${t.weightG} >= 0 and ${t.volumeMl} >= 0`),
    check(
      "shipments_cash_check",
      sql`${t.cashDueMinor} > 0 and (${t.cashDueMinor} is null or ${t.currency} is not null)`,
    ),
    check("shipments_attempts_check", sql`${t.failedAttempts} >= 0`),
    check("shipments_proof_check", column.allOf(t.proofRequired, ProofKind.options)),
    check("shipments_currency_check", sql`${t.currency} ~ '^[A-Z]{3}$'`),
  ],
);

/** Where a tenant's shipments ever went: some thousand names for a million of them. A trigger of shipments adds to it. */
export const streetNames = pgTable(
  "street_names",
  { tenantId: column.tenantId().notNull(), name: text().notNull() },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.name] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
    // ops.find_shipments: the most alike first, typing errors included.
    index("street_names_alike_idx").using("gist", t.tenantId, t.name.op("gist_trgm_ops")),
  ],
);

/** Which shipments a stop serves: several at one door, and one shipment at both its pickup and its dropoff. */
export const stopShipments = pgTable(
  "stop_shipments",
  {
    tenantId: column.tenantId().notNull(),
    stopId: column.stopId().notNull(),
    shipmentId: column.shipmentId().notNull(),
    action: text().$type<StopAction>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.stopId, t.shipmentId] }),
    foreignKey({ columns: [t.tenantId, t.stopId], foreignColumns: [stops.tenantId, stops.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.tenantId, t.shipmentId], foreignColumns: [shipments.tenantId, shipments.id] }),
    // Where a shipment is picked up and dropped off.
    index("stop_shipments_shipment_idx").on(t.tenantId, t.shipmentId),
    check("stop_shipments_action_check", column.oneOf(t.action, StopAction.options)),
  ],
);
