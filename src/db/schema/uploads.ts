import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
} from "drizzle-orm/pg-core";
import { FileProofKind } from "../../protocol/proof.ts";
import { DocumentKind, DocumentStatus, UploadPurpose, UploadStatus } from "../../protocol/upload.ts";
import * as column from "./columns.ts";
import { drivers, vehicles } from "./drivers.ts";
import { proofs } from "./proofs.ts";
import { tenants } from "./tenants.ts";
import { users } from "./users.ts";

/** A file on its way into the private bucket; the bytes are never here. */
export const uploads = pgTable(
  "uploads",
  {
    tenantId: column.tenantId().notNull(),
    id: column.uploadId().notNull(),
    purpose: text().$type<UploadPurpose>().notNull(),
    status: text().$type<UploadStatus>().notNull().default("requested"),
    objectKey: text().notNull(),
    contentType: text().notNull(),
    sizeBytes: bigint({ mode: "number" }).notNull(),
    /** The proof that it belongs to, and as what; null for documents. */
    proofId: column.proofId(),
    kind: text().$type<FileProofKind>(),
    /** As announced, and as the bucket has checked it. */
    sha256: column.bytes(),
    storedAt: column.instant(),
    /** How often its check was asked for, and when last. */
    sends: integer().notNull().default(0),
    sentAt: column.instant(),
    checkedAt: column.instant(),
    /** Of what is kept: without the camera's own data. */
    cleanBytes: integer(),
    cleanSha256: column.bytes(),
    /** As the camera was held, in EXIF's eight ways. */
    orientation: integer(),
    widthPx: integer(),
    heightPx: integer(),
    /** Of the small picture that lies beside; null until there is one. */
    thumbnailBytes: integer(),
    thumbnailTries: integer().notNull().default(0),
    rejectionCode: text(),
    createdBy: text().notNull(),
    createdAt: column.createdAt(),
    updatedAt: column.updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
    foreignKey({ columns: [t.tenantId, t.proofId], foreignColumns: [proofs.tenantId, proofs.id] }),
    unique("uploads_object_key").on(t.tenantId, t.objectKey),
    // The sweeper: what was requested and never arrived, or arrived and was never checked.
    index("uploads_status_idx").on(t.tenantId, t.status, t.createdAt),
    // The sweeper again: those that still lack their small picture.
    index("uploads_thumbnail_idx")
      .on(t.tenantId, t.checkedAt)
      .where(sql`status = 'checked' and thumbnail_bytes is null`),
    // How many were checked in the last minute: asked for with each file that comes.
    index("uploads_checked_idx")
      .on(t.tenantId, t.checkedAt)
      .where(sql`status in ('checked', 'rejected')`),
    // A proof's files.
    index("uploads_proof_idx").on(t.tenantId, t.proofId),
    check("uploads_kind_check", column.oneOf(t.kind, FileProofKind.options)),
    check("uploads_orientation_check", sql`${t.orientation} between 1 and 8`),
    check("uploads_purpose_check", column.oneOf(t.purpose, UploadPurpose.options)),
    check("uploads_status_check", column.oneOf(t.status, UploadStatus.options)),
    check("uploads_size_check", sql`${t.sizeBytes} > 0`),
  ],
);

/** A driver's or vehicle's paper, checked by a person. */
export const documents = pgTable(
  "documents",
  {
    tenantId: column.tenantId().notNull(),
    id: column.documentId().notNull(),
    /** Whose it is: exactly one of the two. */
    driverId: column.driverId(),
    vehicleId: column.vehicleId(),
    kind: text().$type<DocumentKind>().notNull(),
    status: text().$type<DocumentStatus>().notNull().default("pending"),
    uploadId: column.uploadId().notNull(),
    /** Null for papers that never run out. */
    expiresOn: date({ mode: "string" }),
    reviewedBy: column.userId(),
    reviewedAt: column.instant(),
    rejectionCode: text(),
    version: column.version(),
    createdAt: column.createdAt(),
    updatedAt: column.updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.driverId], foreignColumns: [drivers.tenantId, drivers.id] }),
    foreignKey({ columns: [t.tenantId, t.vehicleId], foreignColumns: [vehicles.tenantId, vehicles.id] }),
    foreignKey({ columns: [t.tenantId, t.uploadId], foreignColumns: [uploads.tenantId, uploads.id] }),
    foreignKey({ columns: [t.tenantId, t.reviewedBy], foreignColumns: [users.tenantId, users.id] }),
    // A driver's papers; a vehicle's papers.
    index("documents_driver_idx").on(t.tenantId, t.driverId),
    index("documents_vehicle_idx").on(t.tenantId, t.vehicleId),
    // The checked upload: which document it belongs to.
    index("documents_upload_idx").on(t.tenantId, t.uploadId),
    // What one person has reviewed.
    index("documents_reviewer_idx").on(t.tenantId, t.reviewedBy),
    // The review queue, oldest first; the nightly search for papers that ran out.
    index("documents_queue_idx").on(t.tenantId, t.status, t.createdAt),
    index("documents_expiry_idx").on(t.tenantId, t.expiresOn),
    check("documents_owner_check", sql`num_nonnulls(${t.driverId}, ${t.vehicleId}) = 1`),
    check("documents_kind_check", column.oneOf(t.kind, DocumentKind.options)),
    check("documents_status_check", column.oneOf(t.status, DocumentStatus.options)),
    check("documents_review_check", sql`(${t.reviewedBy} is null) = (${t.reviewedAt} is null)`),
  ],
);
