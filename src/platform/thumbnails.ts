import { err, ok, type Result } from "../domain/result.ts";
import { withTimeout } from "./with-timeout.ts";

/** A list shows pictures at half of it, on screens with two pixels for each of theirs. */
const LONGEST_SIDE_PX = 320;
/** Some twenty milliseconds are usual; nine other files may wait behind it. */
const TIMEOUT_MS = 10_000;

/** The service's own number for what went wrong, where it gave one: 9422 says that the month's free images are used up. */
export interface NoThumbnail {
  readonly tag: "no-thumbnail";
  readonly reason: string;
}

export interface Thumbnails {
  readonly make: (image: ReadableStream<Uint8Array>) => Promise<Result<Uint8Array<ArrayBuffer>, NoThumbnail>>;
}

/** Small pictures by the platform's image service: upright, as WebP, which it writes without any notes. */
export function imageThumbnails(images: ImagesBinding): Thumbnails {
  const make = async (image: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> => {
    const small = images
      .input(image)
      .transform({ width: LONGEST_SIDE_PX, height: LONGEST_SIDE_PX, fit: "scale-down" })
      .output({ format: "image/webp" });
    return new Uint8Array(await (await small).response().arrayBuffer());
  };
  return {
    make: async (image) => {
      try {
        return ok(await withTimeout(TIMEOUT_MS, make(image)));
      } catch (error) {
        // A picture that it cannot decode, a limit, an outage: all are its answers, and none is the file's fault.
        return err({ tag: "no-thumbnail", reason: reasonOf(error) });
      }
    },
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return "code" in error && typeof error.code === "number" ? String(error.code) : error.name;
}
