import type { UploadRow } from "../db/uploads.ts";
import { fromHex, hexOf } from "../platform/sha256.ts";
import type { SigningKeys } from "../platform/signing-keys.ts";
import { rawKey, type WhichUpload } from "../platform/upload-keys.ts";
import { issueUploadTicket, UPLOAD_TICKET_SECONDS } from "../platform/upload-ticket.ts";
import { IMAGE, issueViewTicket } from "../platform/view-ticket.ts";
import { API_BASE } from "../protocol/api/endpoint.ts";
import type { AnnouncedFile, UploadTicket } from "../protocol/api/uploads.ts";
import { ImageType, type UploadPurpose } from "../protocol/upload.ts";

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
export async function ticketFor(keys: SigningKeys, row: UploadRow, now: number): Promise<UploadTicket> {
  const { id: uploadId, tenantId, status, sizeBytes } = row;
  if (status !== "requested") return { uploadId, status, url: null, expiresAt: null };
  const contentType = ImageType.parse(row.contentType);
  const grant = { uploadId, tenantId, sizeBytes, contentType, sha256: announcedDigest(row) };
  const ticket = await issueUploadTicket(keys, grant, now);
  const url = `${API_BASE}/uploads/${ticket}`;
  return { uploadId, status, url, expiresAt: now + UPLOAD_TICKET_SECONDS * SECOND_MS };
}

/** A short-lived address of an image that was checked. */
export async function imageUrl(keys: SigningKeys, row: UploadRow, now: number): Promise<string | null> {
  if (row.status !== "checked") return null;
  const { tenantId, id } = row;
  return `${API_BASE}/images/${await issueViewTicket(keys, IMAGE, { tenantId, id }, now)}`;
}
