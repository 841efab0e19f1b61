import { err, ok, type Result } from "../domain/result.ts";
import { ImageType } from "../protocol/upload.ts";
import { fromHex } from "./sha256.ts";
import { cleanKey, RAW_PREFIX, rawKey, whichRaw, type WhichUpload } from "./upload-keys.ts";
import type { UploadGrant } from "./upload-ticket.ts";

const ONCE = { onlyIf: { etagDoesNotMatch: "*" } };
/** What the bucket says of bytes whose SHA-256 is another than announced. */
const WRONG_DIGEST = /\(100(?:37|14)\)|checksum|digest/i;

/** The files of proofs and documents in the private bucket. Its keys are made here, and never of anything that was sent. */
export class UploadFiles {
  readonly #files: R2Bucket;

  constructor(files: R2Bucket) {
    this.#files = files;
  }

  /** Streams the bytes in, once. Fewer, more or other bytes than announced leave nothing behind. */
  async receive(grant: UploadGrant, body: ReadableStream): Promise<Result<void, { readonly tag: "other-bytes" }>> {
    const { sizeBytes, sha256, contentType } = grant;
    const exact = new FixedLengthStream(sizeBytes);
    // Both ends fail together: what this one would say is said by the writing below.
    const piped = body.pipeTo(exact.writable).catch(() => undefined);
    const options = { ...ONCE, sha256: fromHex(sha256), httpMetadata: { contentType } };
    try {
      const written = await this.#files.put(rawKey(grant), exact.readable, options);
      if (written) await piped;
      else await exact.readable.cancel().catch(() => undefined);
      return ok(undefined);
    } catch (error) {
      if (error instanceof TypeError || (error instanceof Error && WRONG_DIGEST.test(error.message)))
        return err({ tag: "other-bytes" });
      throw error;
    }
  }

  /** What the bucket itself measured. */
  async arrived(which: WhichUpload): Promise<{ sizeBytes: number; sha256: Uint8Array } | null> {
    const object = await this.#files.head(rawKey(which));
    const digest = object?.checksums.sha256;
    return object && digest ? { sizeBytes: object.size, sha256: new Uint8Array(digest) } : null;
  }

  async readArrived(which: WhichUpload): Promise<Uint8Array | null> {
    const object = await this.#files.get(rawKey(which));
    return object && new Uint8Array(await object.arrayBuffer());
  }

  async dropArrived(which: WhichUpload): Promise<void> {
    await this.#files.delete(rawKey(which));
  }

  async keepClean(which: WhichUpload, contentType: ImageType, bytes: Uint8Array): Promise<void> {
    await this.#files.put(cleanKey(which), bytes, { ...ONCE, httpMetadata: { contentType } });
  }

  async readClean(
    which: WhichUpload,
  ): Promise<{ body: ReadableStream; contentType: ImageType; sizeBytes: number } | null> {
    const object = await this.#files.get(cleanKey(which));
    if (!object) return null;
    const contentType = ImageType.parse(object.httpMetadata?.contentType);
    return { body: object.body, contentType, sizeBytes: object.size };
  }

  /** What arrived before then and lies there still: of the first thousand, which is all that one listing tells. */
  async forgotten(before: number): Promise<WhichUpload[]> {
    const { objects } = await this.#files.list({ prefix: RAW_PREFIX });
    return objects.filter(({ uploaded }) => uploaded.getTime() < before).map(({ key }) => whichRaw(key));
  }
}
