import { typeIdFromBytes } from "../domain/typeid.ts";
import { UploadId } from "../protocol/ids.ts";
import { sha256 } from "./sha256.ts";

const UUID_BYTES = 16;

/** The same for the same announcement: two copies of it, even at the same moment, are one row for each file. */
export async function uploadIdFor(owner: string, index: number): Promise<UploadId> {
  const bytes = await sha256(JSON.stringify(["upload", owner, index]));
  return UploadId.parse(typeIdFromBytes("upl", bytes.subarray(0, UUID_BYTES)));
}
