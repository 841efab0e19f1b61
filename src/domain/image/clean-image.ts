import type { ImageType } from "../../protocol/upload.ts";
import { err, type Result } from "../result.ts";
import { startsWith } from "./byte-view.ts";
import type { CleanImage, ImageRefusal } from "./image-limits.ts";
import { cleanJpeg } from "./jpeg.ts";
import { cleanPng, isPng } from "./png.ts";
import { cleanWebp, isWebp } from "./webp.ts";

const JPEG_START = "\xff\xd8\xff";

const CLEANERS: Record<ImageType, (bytes: Uint8Array) => Result<CleanImage, ImageRefusal>> = {
  "image/jpeg": cleanJpeg,
  "image/png": cleanPng,
  "image/webp": cleanWebp,
};

/**
 * The same picture without what its camera and editors wrote into the file: where, when, with what, by whom. No pixel is
 * decoded: 5 MiB take some ten milliseconds. What the first bytes say counts, and has to be what was announced.
 */
export function cleanImage(bytes: Uint8Array, announced: ImageType): Result<CleanImage, ImageRefusal> {
  const type = typeOf(bytes);
  if (type === undefined) return err("not-an-image");
  return type === announced ? CLEANERS[type](bytes) : err("other-type");
}

function typeOf(bytes: Uint8Array): ImageType | undefined {
  if (startsWith(bytes, 0, JPEG_START)) return "image/jpeg";
  if (isPng(bytes)) return "image/png";
  return isWebp(bytes) ? "image/webp" : undefined;
}
