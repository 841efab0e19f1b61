import { createHash } from "node:crypto";
import { recordText } from "../src/domain/proof/proof-record.ts";
import { Proofs } from "../src/protocol/api/proofs.ts";

/** What was found of one proof; `faults` is empty where it is as it was recorded. */
interface CheckedProof {
  readonly proofId: string;
  readonly faults: readonly string[];
  /** Images that were brought along and are the ones of this proof. */
  readonly images: number;
}

/** Over what GET …/pod answered, and the images that were saved with it. Needs neither server nor database. */
export function checkProofs(answer: unknown, images: readonly Uint8Array[]): CheckedProof[] {
  const digests = images.map(sha256);
  return Proofs.parse(answer).items.map(({ proofId, record, sha256: recorded, images: listed }) => {
    const ours = listed.filter(({ cleanSha256 }) => cleanSha256 !== null && digests.includes(cleanSha256));
    const faults = [
      ...(record && recorded ? [] : ["it has no record: it was read through a tracking link"]),
      ...(record && recorded && sha256(recordText(record)) !== recorded
        ? ["its record is not the one of its hash"]
        : []),
      ...(record && record.proofId !== proofId ? ["its record is another proof's"] : []),
      ...listed
        .filter(({ uploadId }) => record && !record.files.some((file) => file.uploadId === uploadId))
        .map(({ uploadId }) => `its record does not know the image ${uploadId}`),
    ];
    return { proofId, faults, images: ours.length };
  });
}

function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}
