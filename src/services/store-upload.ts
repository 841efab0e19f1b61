import type { Failure } from "../domain/failure.ts";
import { err, type Result } from "../domain/result.ts";
import type { UploadGrant } from "../platform/upload-ticket.ts";
import type { StoredUpload } from "../protocol/api/uploads.ts";
import { acceptUpload, refusedUpload } from "./accept-upload.ts";
import { admitUpload, type TicketDeps } from "./admit-upload.ts";
import type { UploadDeps } from "./upload-deps.ts";

interface Sent {
  readonly contentType: string | undefined;
  /** As the request says it; undefined where it does not. */
  readonly sizeBytes: number | undefined;
  readonly body: ReadableStream | null;
}

/**
 * The bytes first, the row after them, the message last. Whoever dies in between leaves something that the next try, or
 * the round each five minutes, finds and goes on with.
 */
export async function storeUpload(
  deps: TicketDeps,
  ticket: string,
  sent: Sent,
): Promise<Result<StoredUpload, Failure>> {
  const grant = await admitUpload(deps, ticket);
  if (!grant.ok) return grant;
  const refused = await receive(deps, grant.value, sent);
  return refused ? err(refused) : acceptUpload(deps, grant.value);
}

async function receive(deps: UploadDeps, grant: UploadGrant, sent: Sent): Promise<Failure | undefined> {
  const { contentType, sizeBytes } = grant;
  const { body, sizeBytes: length = sizeBytes } = sent;
  // What sends bytes may call them anything, but not another kind of image.
  if (sent.contentType?.startsWith("image/") && sent.contentType !== contentType)
    return refusedUpload("header.content-type", `must be ${contentType}`);
  if (length > sizeBytes) return { tag: "body-too-large" };
  if (!body || length < sizeBytes) return refusedUpload("body", `must have ${sizeBytes} bytes`);
  const stored = await deps.uploads.receive(grant, body);
  const isSame = stored.ok && (await deps.uploads.compareArrived(grant)) === "same";
  return isSame ? undefined : refusedUpload("body", "must be the bytes that were announced");
}
