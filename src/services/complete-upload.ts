import { findUpload } from "../db/uploads.ts";
import type { Failure } from "../domain/failure.ts";
import { err, type Result } from "../domain/result.ts";
import type { UploadGrant } from "../platform/upload-ticket.ts";
import type { StoredUpload } from "../protocol/api/uploads.ts";
import { TAKEN } from "../protocol/upload.ts";
import { acceptUpload, refusedUpload } from "./accept-upload.ts";
import { admitUpload, type TicketDeps } from "./admit-upload.ts";
import { dbFailure } from "./db-failure.ts";
import type { UploadDeps } from "./upload-deps.ts";

/** For bytes that were put into the bucket past us. From here on they go the way of all others. */
export async function completeUpload(deps: TicketDeps, ticket: string): Promise<Result<StoredUpload, Failure>> {
  const admitted = await admitUpload(deps, ticket);
  if (!admitted.ok) return admitted;
  const grant = admitted.value;
  const { tenantId, uploadId } = grant;
  const tenant = deps.db.forTenant({ tenantId, actor: "upload", requestId: deps.requestId });
  const found = await findUpload(tenant, uploadId);
  if (!found.ok) return err(dbFailure(found.error));
  // Heard of before: then its bytes may be gone already, and rightly.
  const refused = found.value && TAKEN.has(found.value.status) ? await compare(deps, grant) : undefined;
  return refused ? err(refused) : acceptUpload(deps, grant);
}

/** Other bytes go, because the bucket writes once: the right ones could not be put in their place. */
async function compare({ uploads }: UploadDeps, grant: UploadGrant): Promise<Failure | undefined> {
  const arrived = await uploads.compareArrived(grant);
  if (arrived === "same") return undefined;
  if (arrived === "missing") return { tag: "not-allowed-now" };
  await uploads.dropArrived(grant);
  return refusedUpload("body", "must be the bytes that were announced");
}
