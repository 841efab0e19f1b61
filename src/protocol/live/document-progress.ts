import * as z from "zod";
import { DocumentId, ProofId, UploadId } from "../ids.ts";
import { UploadStatus } from "../upload.ts";

/** How far a file of a proof or a paper is. Volatile: whoever was not there asks for the proof or the paper itself. */
export const DocumentProgress = z.strictObject({
  type: z.literal("document:progress"),
  uploadId: UploadId,
  /** What the file belongs to: exactly one of the two. */
  proofId: ProofId.nullable(),
  documentId: DocumentId.nullable(),
  status: UploadStatus,
  /** Null once it was looked at. `waitSeconds` as far as can be told. */
  queue: z.strictObject({ position: z.int().min(1), waitSeconds: z.int().min(0) }).nullable(),
});
export type DocumentProgress = z.infer<typeof DocumentProgress>;
