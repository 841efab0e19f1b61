import { check, doublePrecision, foreignKey, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { ProofKind } from "../../protocol/proof.ts";
import * as column from "./columns.ts";
import { shipments } from "./shipments.ts";
import { stops, trips } from "./trips.ts";

export const proofs = pgTable(
  "proofs",
  {
    tenantId: column.tenantId().notNull(),
    id: column.proofId().notNull(),
    tripId: column.tripId().notNull(),
    stopId: column.stopId(),
    shipmentId: column.shipmentId(),
    kind: text().$type<ProofKind>().notNull(),
    /** For a photo or signature. No foreign key: a phone without signal tells of the proof before it asks for the upload. */
    uploadId: column.uploadId(),
    sha256: column.bytes(),
    /** What was typed or scanned; null for images. */
    valueSealed: text(),
    /** Null when the phone had no position. */
    lat: column.latitude(),
    lng: column.longitude(),
    accuracyM: doublePrecision(),
    takenAt: column.instant().notNull(),
    recordedAt: column.instant().notNull(),
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
    // The upload that arrived: which proof waited for it.
    index("proofs_upload_idx").on(t.tenantId, t.uploadId),
    check("proofs_kind_check", column.oneOf(t.kind, ProofKind.options)),
    check("proofs_position_check", column.onEarth(t.lat, t.lng)),
  ],
);
