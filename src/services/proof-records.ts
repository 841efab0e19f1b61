import type { ProofRow } from "../db/proofs.ts";
import type { UploadRow } from "../db/uploads.ts";
import { proofRecord, recordText } from "../domain/proof/proof-record.ts";
import { sha256 } from "../platform/sha256.ts";
import type { ProofRecord } from "../protocol/api/proofs.ts";
import { FileProofKind } from "../protocol/proof.ts";
import { ImageType } from "../protocol/upload.ts";
import { announcedDigest } from "./upload-rows.ts";

type FileRow = Pick<UploadRow, "id" | "sizeBytes" | "sha256" | "contentType"> & { kind?: UploadRow["kind"] };

/** The record of a row and its files, with the note opened. */
export function recordOf(
  { tenantId: _t, sha256: _s, completedAt: _c, valueSealed: _v, id: proofId, ...row }: ProofRow,
  files: readonly FileRow[],
  note: string | null,
): ProofRecord {
  return proofRecord({ ...row, proofId, note }, files.map(fileOf));
}

export async function hashRecord(record: ProofRecord): Promise<Uint8Array<ArrayBuffer>> {
  return sha256(recordText(record));
}

function fileOf(file: FileRow): ProofRecord["files"][number] {
  const { id: uploadId, sizeBytes } = file;
  const contentType = ImageType.parse(file.contentType);
  return { uploadId, kind: FileProofKind.parse(file.kind), contentType, sizeBytes, sha256: announcedDigest(file) };
}
