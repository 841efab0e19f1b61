import { err, ok, type Result } from "../domain/result.ts";
import { ImageType } from "../protocol/upload.ts";
import { fromHex, hexOf, sha256 as sha256Of } from "./sha256.ts";
import { cleanKey, RAW_PREFIX, rawKey, thumbnailKey, whichRaw, type WhichUpload } from "./upload-keys.ts";
import type { UploadGrant } from "./upload-ticket.ts";

const ONCE = { onlyIf: { etagDoesNotMatch: "*" } };
/** Of a thousand keys each: whoever looks at more in a round is still at it when the next one begins. */
const LIST_PAGES_MAX = 10;
/** What the bucket says of bytes whose SHA-256 is another than announced. */
const WRONG_DIGEST = /\(100(?:37|14)\)|checksum|digest/i;

/** An image that may be shown. */
interface KeptImage {
  readonly body: ReadableStream<Uint8Array>;
  readonly contentType: ImageType;
  readonly sizeBytes: number;
}

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

  /** Whether what lies there is what was announced: by what the bucket measured, and read where it did not measure all. */
  async compareArrived(grant: UploadGrant): Promise<"missing" | "other" | "same"> {
    const object = await this.#files.head(rawKey(grant));
    if (!object) return "missing";
    const { size, checksums, httpMetadata } = object;
    if (size !== grant.sizeBytes || httpMetadata?.contentType !== grant.contentType) return "other";
    if (checksums.sha256) return hexOf(new Uint8Array(checksums.sha256)) === grant.sha256 ? "same" : "other";
    const read = await this.readArrived(grant, size);
    if (!read.ok) return read.error === "bytes-lost" ? "missing" : "other";
    return hexOf(await sha256Of(read.value)) === grant.sha256 ? "same" : "other";
  }

  /** As many bytes as were announced: what is larger might not fit into memory, and is not read. */
  async readArrived(
    which: WhichUpload,
    sizeBytes: number,
  ): Promise<Result<Uint8Array<ArrayBuffer>, "bytes-lost" | "other-bytes">> {
    const object = await this.#files.get(rawKey(which));
    if (!object) return err("bytes-lost");
    if (object.size === sizeBytes) return ok(new Uint8Array(await object.arrayBuffer()));
    await object.body.cancel();
    return err("other-bytes");
  }

  async dropArrived(which: WhichUpload): Promise<void> {
    await this.#files.delete(rawKey(which));
  }

  async keepClean(which: WhichUpload, contentType: ImageType, bytes: Uint8Array): Promise<void> {
    await this.#files.put(cleanKey(which), bytes, { ...ONCE, httpMetadata: { contentType } });
  }

  async readClean(which: WhichUpload): Promise<KeptImage | null> {
    return this.#read(cleanKey(which));
  }

  async keepThumbnail(which: WhichUpload, contentType: ImageType, bytes: Uint8Array): Promise<void> {
    await this.#files.put(thumbnailKey(which), bytes, { httpMetadata: { contentType } });
  }

  async readThumbnail(which: WhichUpload): Promise<KeptImage | null> {
    return this.#read(thumbnailKey(which));
  }

  /** What arrived before then and lies there still. */
  async forgotten(before: number): Promise<WhichUpload[]> {
    const found: WhichUpload[] = [];
    let cursor: string | undefined;
    for (let pages = 0; pages < LIST_PAGES_MAX; pages++) {
      const page = await this.#files.list({ prefix: RAW_PREFIX, ...(cursor && { cursor }) });
      for (const { key, uploaded } of page.objects) if (uploaded.getTime() < before) found.push(whichRaw(key));
      if (!page.truncated) break;
      ({ cursor } = page);
    }
    return found;
  }

  async #read(key: string): Promise<KeptImage | null> {
    const object = await this.#files.get(key);
    if (!object) return null;
    const contentType = ImageType.parse(object.httpMetadata?.contentType);
    return { body: object.body, contentType, sizeBytes: object.size };
  }
}
