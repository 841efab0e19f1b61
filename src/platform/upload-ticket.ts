import * as z from "zod";
import type { Result } from "../domain/result.ts";
import { Sha256 } from "../protocol/api/uploads.ts";
import { TenantId, UploadId } from "../protocol/ids.ts";
import { ImageType } from "../protocol/upload.ts";
import { signToken, type TokenError, type TokenKind, verifyToken } from "./signed-token.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** A driver comes out of the tunnel within it; after that the announcement is sent again. */
export const UPLOAD_TICKET_SECONDS = 60 * 60;

const Wire = z.object({
  sub: UploadId,
  tid: TenantId,
  size: z.int().min(1),
  type: ImageType,
  sha: Sha256,
  act: z.string().optional(),
});

/** The one file that may be written under it. */
export interface UploadGrant {
  readonly uploadId: UploadId;
  readonly tenantId: TenantId;
  readonly sizeBytes: number;
  readonly contentType: ImageType;
  readonly sha256: string;
  /** Who announced it; undefined in tickets of versions that did not say. */
  readonly actor?: string | undefined;
}

const UPLOAD: TokenKind<UploadGrant> = {
  type: "upload+jwt",
  audience: "doorstep-upload",
  lifetimeSeconds: UPLOAD_TICKET_SECONDS,
  claims: Wire.transform(({ sub, tid, size, type, sha, act }) => ({
    uploadId: sub,
    tenantId: tid,
    sizeBytes: size,
    contentType: type,
    sha256: sha,
    actor: act,
  })),
};

export async function issueUploadTicket(keys: SigningKeys, grant: UploadGrant, now: number): Promise<string> {
  const { uploadId: sub, tenantId: tid, sizeBytes: size, contentType: type, sha256: sha, actor: act } = grant;
  return signToken(keys, UPLOAD, { sub, tid, size, type, sha, act }, now);
}

export async function verifyUploadTicket(
  keys: SigningKeys,
  ticket: string,
  now: number,
): Promise<Result<UploadGrant, TokenError>> {
  return verifyToken(keys, UPLOAD, ticket, now);
}
