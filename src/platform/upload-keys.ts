import { TenantId, UploadId } from "../protocol/ids.ts";

/** Whose file it is. */
export interface WhichUpload {
  readonly tenantId: TenantId;
  readonly uploadId: UploadId;
}

/** What has arrived lies apart from everything else until it was checked, so that what was forgotten there is found. */
export const RAW_PREFIX = "arrived/";
const CLEAN = "images";
const THUMBNAILS = "thumbnails";
const RAW_KEY = new RegExp(`^${RAW_PREFIX}(?<tenantId>[^/]+)/(?<uploadId>[^/]+)$`);

export function rawKey({ tenantId, uploadId }: WhichUpload): string {
  return `${RAW_PREFIX}${tenantId}/${uploadId}`;
}

export function whichRaw(key: string): WhichUpload {
  const { tenantId, uploadId } = RAW_KEY.exec(key)?.groups ?? {};
  return { tenantId: TenantId.parse(tenantId), uploadId: UploadId.parse(uploadId) };
}

export function cleanKey({ tenantId, uploadId }: WhichUpload): string {
  return `${tenantId}/${CLEAN}/${uploadId}`;
}

export function thumbnailKey({ tenantId, uploadId }: WhichUpload): string {
  return `${tenantId}/${THUMBNAILS}/${uploadId}`;
}
