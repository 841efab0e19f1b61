import {
  bigint,
  boolean,
  check,
  doublePrecision,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
} from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { IdCheck, ProofKind, ProofSource } from "../../protocol/proof.ts";
import * as column from "./columns.ts";
import { shipments } from "./shipments.ts";
import { stops, trips } from "./trips.ts";

/** What was shown at a door, as one record; its files are uploads that name it. */
export const proofs = pgTable(
  "proofs",
  {
    tenantId: column.tenantId().notNull(),
    /** Made by the device, so that what is sent again is known again. */
    id: column.proofId().notNull(),
    tripId: column.tripId().notNull(),
    stopId: column.stopId(),
    shipmentId: column.shipmentId().notNull(),
    source: text().$type<ProofSource>().notNull(),
    madeBy: text().notNull(),
    kinds: text().array().$type<ProofKind[]>().notNull(),
    /** Of what was required, what is not in it. */
    missing: text().array().$type<ProofKind[]>().notNull(),
    /** The note, as typed. */
    valueSealed: text(),
    barcode: text(),
    /** Null where no PIN was given. A wrong one makes no proof. */
    pinMatched: boolean(),
    cashMinor: bigint({ mode: "number" }),
    cashCurrency: text(),
    idCheck: text().$type<IdCheck>(),
    /** Of the device's own name, made by the device. */
    deviceHash: text(),
    /** Null when the phone had no position. */
    lat: column.latitude(),
    lng: column.longitude(),
    accuracyM: doublePrecision(),
    /** From the door; null where one of the two places is not known. */
    distanceM: doublePrecision(),
    /** How far the device's clock was behind ours when it sent this, its way here included. */
    skewMs: bigint({ mode: "number" }).notNull(),
    /** By the device's clock. */
    takenAt: column.instant().notNull(),
    recordedAt: column.instant().notNull(),
    /** Of the canonical record. */
    sha256: column.bytes(),
    /** Null until everything required is in it and all its files have arrived, and again once one of them is refused. */
    completedAt: column.instant(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.tripId], foreignColumns: [trips.tenantId, trips.id] }),
    foreignKey({ columns: [t.tenantId, t.stopId], foreignColumns: [stops.tenantId, stops.id] }),
    foreignKey({ columns: [t.tenantId, t.shipmentId], foreignColumns: [shipments.tenantId, shipments.id] }),
    // Everything proved on a trip, in order.
    index("proofs_trip_idx").on(t.tenantId, t.tripId, t.takenAt),
    // A stop's proofs, when the driver looks again.
    index("proofs_stop_idx").on(t.tenantId, t.stopId),
    // A shipment's proofs, for the store and in a dispute.
    index("proofs_shipment_idx").on(t.tenantId, t.shipmentId),
    check("proofs_kinds_check", column.allOf(t.kinds, ProofKind.options)),
    check("proofs_missing_check", column.allOf(t.missing, ProofKind.options)),
    check("proofs_source_check", column.oneOf(t.source, ProofSource.options)),
    check("proofs_id_check", column.oneOf(t.idCheck, IdCheck.options)),
    check("proofs_cash_check", sql`(${t.cashMinor} is null) = (${t.cashCurrency} is null) and ${t.cashMinor} >= 0`),
    check("proofs_position_check", column.onEarth(t.lat, t.lng)),
  ],
);
