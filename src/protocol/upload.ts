import * as z from "zod";

export const UploadPurpose = z.enum(["proof", "document"]);
export type UploadPurpose = z.infer<typeof UploadPurpose>;

export const UploadStatus = z.enum(["requested", "stored", "checked", "rejected", "deleted"]);
export type UploadStatus = z.infer<typeof UploadStatus>;

/** Its bytes are taken when they come: `deleted` means that nobody waits for them any more, unless it is announced again. */
export const TAKEN: ReadonlySet<UploadStatus> = new Set(["requested", "deleted"]);

export const DocumentKind = z.enum(["licence", "insurance", "registration", "identity", "other"]);
export type DocumentKind = z.infer<typeof DocumentKind>;

/** `processing` until the file has arrived and is clean, then `pending` until a person has looked. */
export const DocumentStatus = z.enum(["pending", "processing", "approved", "rejected", "expired"]);
export type DocumentStatus = z.infer<typeof DocumentStatus>;

/** What a camera and a canvas write. No SVG, which is a program, and no PDF, which is several. */
export const ImageType = z.enum(["image/jpeg", "image/png", "image/webp"]);
export type ImageType = z.infer<typeof ImageType>;

/** A phone's photo at full size; what the driver's page makes of one has a tenth of it. */
export const UPLOAD_MAX_BYTES = 5 * 1024 * 1024;

/** Why a file was not taken. */
export const RejectionCode = z.enum([
  "not-an-image",
  "other-type",
  "broken",
  "too-many-pixels",
  "animated",
  "bytes-lost",
  "other-bytes",
  "refused-by-staff",
]);
export type RejectionCode = z.infer<typeof RejectionCode>;
