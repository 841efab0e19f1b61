import type { ImageType, RejectionCode } from "../../protocol/upload.ts";

/** Twice what a good phone's camera has; an honest photo never meets it. */
const PIXELS_MAX = 40_000_000;
/** What a decoder needs for so many pixels with four channels: sixteen bits a channel halve the pixels that are let in. */
const DECODED_BYTES_MAX = PIXELS_MAX * 4;

/** An image without anything that its camera or editor wrote about it. */
export interface CleanImage {
  readonly type: ImageType;
  readonly widthPx: number;
  readonly heightPx: number;
  /** As the camera was held, in EXIF's eight ways; 1 is upright. */
  readonly orientation: number;
  readonly bytes: Uint8Array;
}

/** Why a file is not taken, as far as its bytes tell. */
export type ImageRefusal = Extract<
  RejectionCode,
  "not-an-image" | "other-type" | "broken" | "too-many-pixels" | "animated"
>;

/** By the header alone: whoever decodes the rest would be sorry before it is known. */
export function isTooLarge(widthPx: number, heightPx: number, bitsPerPixel: number): boolean {
  if (widthPx * heightPx > PIXELS_MAX) return true;
  return Math.ceil((widthPx * bitsPerPixel) / 8) * heightPx > DECODED_BYTES_MAX;
}
