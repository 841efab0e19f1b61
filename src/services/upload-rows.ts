import type { TenantQueries } from "../db/client.ts";
import { awaitAgain, type UploadRow } from "../db/uploads.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { fromHex, hexOf } from "../platform/sha256.ts";
import type { SigningKeys } from "../platform/signing-keys.ts";
import { rawKey, type WhichUpload } from "../platform/upload-keys.ts";
import { issueUploadTicket, UPLOAD_TICKET_SECONDS } from "../platform/upload-ticket.ts";
import { IMAGE, issueViewTicket } from "../platform/view-ticket.ts";
import { API_BASE } from "../protocol/api/endpoint.ts";
import { type AnnouncedFile, completeUpload, putUpload, type UploadTicket } from "../protocol/api/uploads.ts";
import { ImageType, TAKEN, type UploadPurpose } from "../protocol/upload.ts";
import { dbFailure } from "./db-failure.ts";
import type { ProofDeps } from "./upload-deps.ts";

const SECOND_MS = 1_000;

/** The row of a file that was announced. */
export function announcedRow(
  which: WhichUpload,
  file: AnnouncedFile,
  of: { purpose: UploadPurpose; createdBy: string },
) {
  const { contentType, sizeBytes, sha256 } = file;
  const objectKey = rawKey(which);
  return { id: which.uploadId, ...of, contentType, sizeBytes, sha256: fromHex(sha256), objectKey };
}

/** The digest of a file as it was announced; empty in a copy that was masked. */
export function announcedDigest({ sha256 }: Pick<UploadRow, "sha256">): string {
  return sha256 === null ? "" : hexOf(sha256);
}

/** Where to send what has not arrived yet. A new ticket each time: the time of the last one may be over. */
export async function ticketFor(
  deps: Pick<ProofDeps, "keys" | "direct" | "now">,
  row: UploadRow,
): Promise<UploadTicket> {
  const { id: uploadId, tenantId, status, sizeBytes, createdBy: actor } = row;
  const sha256 = announcedDigest(row);
  const of = { uploadId, sha256: sha256 === "" ? null : sha256 };
  if (!TAKEN.has(status)) return { ...of, status, url: null, headers: {}, completeUrl: null, expiresAt: null };
  const contentType = ImageType.parse(row.contentType);
  const grant = { uploadId, tenantId, sizeBytes, contentType, sha256, actor };
  const now = deps.now();
  const ticket = await issueUploadTicket(await deps.keys(), grant, now);
  const addressOf = ({ path }: { readonly path: string }) => API_BASE + path.replace(":uploadTicket", ticket);
  const direct = await deps.direct?.address(grant, now);
  return {
    ...of,
    status: "requested",
    url: direct?.url ?? addressOf(putUpload),
    headers: direct?.headers ?? { "content-type": contentType },
    completeUrl: direct ? addressOf(completeUpload) : null,
    expiresAt: now + UPLOAD_TICKET_SECONDS * SECOND_MS,
  };
}

/** Tickets that are given again hold as long as the first ones: the round waits for their files anew. */
export async function renewed<Answer>(
  tenant: TenantQueries,
  tickets: readonly UploadTicket[],
  answer: Answer,
): Promise<Result<Answer, Failure>> {
  const open = tickets.filter(({ url }) => url !== null).map(({ uploadId }) => uploadId);
  const awaited = await awaitAgain(tenant, open);
  return awaited.ok ? ok(answer) : err(dbFailure(awaited.error));
}

/** Short-lived addresses of an image that was checked, and of the small picture of it. */
export async function imageLinks(
  keys: SigningKeys,
  { tenantId, id, status, thumbnailBytes }: UploadRow,
  now: number,
): Promise<{ whole: string | null; thumbnail: string | null }> {
  if (status !== "checked") return { whole: null, thumbnail: null };
  const link = async (size: "whole" | "thumbnail") =>
    `${API_BASE}/images/${await issueViewTicket(keys, IMAGE, { tenantId, id, size }, now)}`;
  return { whole: await link("whole"), thumbnail: thumbnailBytes === null ? null : await link("thumbnail") };
}
