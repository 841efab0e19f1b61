import { uuidOf } from "../../src/db/schema/columns.ts";
import { fromHex, hexOf, sha256 } from "../../src/platform/sha256.ts";
import { uploadIdFor } from "../../src/platform/upload-id.ts";
import { rawKey } from "../../src/platform/upload-keys.ts";
import type { ProofRecord } from "../../src/protocol/api/proofs.ts";
import { type ProofId, TenantId } from "../../src/protocol/ids.ts";
import { wireId } from "../tenant-rows.ts";
import type { DayDesk, Row } from "./day-desk.ts";
import { parcelPhoto } from "./parcel-photo.ts";
import { bytesOf } from "./shipment-rows.ts";

type ProofFile = ProofRecord["files"][number];

/** The photo of a proof, as it is announced. */
export async function photoOf(proofId: ProofId, number: number): Promise<ProofFile> {
  const bytes = parcelPhoto(number);
  return {
    uploadId: await uploadIdFor(proofId, 0),
    kind: "photo",
    contentType: "image/jpeg",
    sizeBytes: bytes.length,
    sha256: hexOf(await sha256(bytes)),
  };
}

export function uploadRow(
  { uuid }: DayDesk,
  proof: string,
  { file, createdBy }: { readonly file: ProofFile; readonly createdBy: string },
): Row {
  const { uploadId, kind, contentType, sizeBytes, sha256: digest } = file;
  const tenantId = TenantId.parse(wireId("tnt", uuid("tnt")));
  return {
    id: uuidOf("upl", uploadId),
    purpose: "proof",
    status: "requested",
    object_key: rawKey({ tenantId, uploadId }),
    content_type: contentType,
    size_bytes: sizeBytes,
    proof_id: proof,
    kind,
    sha256: bytesOf(fromHex(digest)),
    sends: 0,
    created_by: createdBy,
  };
}
