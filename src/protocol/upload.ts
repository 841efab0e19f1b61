import * as z from "zod";

export const UploadPurpose = z.enum(["proof", "document"]);
export type UploadPurpose = z.infer<typeof UploadPurpose>;

export const UploadStatus = z.enum(["requested", "stored", "checked", "rejected", "deleted"]);
export type UploadStatus = z.infer<typeof UploadStatus>;

export const DocumentKind = z.enum(["licence", "insurance", "registration", "identity", "other"]);
export type DocumentKind = z.infer<typeof DocumentKind>;

export const DocumentStatus = z.enum(["pending", "processing", "approved", "rejected", "expired"]);
export type DocumentStatus = z.infer<typeof DocumentStatus>;
