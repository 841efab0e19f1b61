import { createHash } from "node:crypto";
import type { NewProof } from "../../src/protocol/api/proofs.ts";
import type { ProofId } from "../../src/protocol/ids.ts";
import { doorPhoto } from "./door-photo.ts";

interface DoorImage {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What is announced of it. */
  readonly file: NewProof["files"][number];
}

/** The pictures of a proof, one of each kind. */
export function doorImages(proofId: ProofId, kinds: readonly ("photo" | "signature")[]): DoorImage[] {
  return kinds.map((kind) => {
    const bytes = doorPhoto(proofId + kind);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { bytes, file: { kind, contentType: "image/jpeg", sizeBytes: bytes.length, sha256 } };
  });
}
