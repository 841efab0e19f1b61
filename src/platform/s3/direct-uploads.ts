import { fromHex } from "../sha256.ts";
import { rawKey } from "../upload-keys.ts";
import { UPLOAD_TICKET_SECONDS, type UploadGrant } from "../upload-ticket.ts";
import { presign, type S3Bucket } from "./presign.ts";

/** Where to PUT a file past us, and the headers that have to go with it. */
interface DirectAddress {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Files that go straight into the bucket: the bucket has to hear the announced type, size and digest, and to write once. */
export class DirectUploads {
  readonly #bucket: S3Bucket;

  constructor(bucket: S3Bucket) {
    this.#bucket = bucket;
  }

  /** The bucket's scheme and host: our pages have to be allowed to send there. */
  get origin(): string {
    return new URL(this.#bucket.url).origin;
  }

  async address(grant: UploadGrant, now: number): Promise<DirectAddress> {
    const headers = {
      "content-type": grant.contentType,
      "if-none-match": "*",
      "x-amz-checksum-sha256": btoa(String.fromCharCode(...fromHex(grant.sha256))),
    };
    // A browser sets the length by itself, and lets nobody else set it.
    const signed = { ...headers, "content-length": String(grant.sizeBytes) };
    const allowed = {
      method: "PUT",
      key: rawKey(grant),
      headers: signed,
      lifetimeSeconds: UPLOAD_TICKET_SECONDS,
    } as const;
    return { url: await presign(this.#bucket, allowed, now), headers };
  }
}
