import type { Span } from "../../domain/tiles/pmtiles-header.ts";
import { toBase64url } from "../base64url.ts";
import { sha256 } from "../sha256.ts";

/** An archive, wherever it lies. */
export interface ArchiveBytes {
  /** Another one for other bytes. */
  readonly tag: string;
  /** Undefined if the archive was replaced since it was opened. */
  readonly read: (span: Span) => Promise<Uint8Array | undefined>;
}

/** 72 bits: two archives are never taken for one. */
const TAG_BYTES = 9;

/** Reads of a file that may be as large as the planet: each fetches its own piece. */
export function bytesInBucket(files: R2Bucket, key: string, etag: string): ArchiveBytes {
  return {
    tag: etag,
    read: async ({ offset, length }) => {
      const object = await files.get(key, { range: { offset, length }, onlyIf: { etagMatches: etag } });
      return object && "body" in object ? new Uint8Array(await object.arrayBuffer()) : undefined;
    },
  };
}

export async function bytesInMemory(bytes: ArrayBuffer): Promise<ArchiveBytes> {
  const digest = await sha256(new Uint8Array(bytes));
  return {
    tag: toBase64url(digest.subarray(0, TAG_BYTES)),
    read: ({ offset, length }) => Promise.resolve(new Uint8Array(bytes, offset, length)),
  };
}
