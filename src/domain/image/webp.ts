import { err, ok, type Result } from "../result.ts";
import { ascii, joinBytes, littleEndian32, startsWith, uint16, uint24LittleEndian, uint32 } from "./byte-view.ts";
import { exifOf, readOrientation, UPRIGHT } from "./exif-orientation.ts";
import { type CleanImage, type ImageRefusal, isTooLarge } from "./image-limits.ts";

const FILE_HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;
/** Four channels of eight bits, with or without transparency: decoders make no difference. */
const BITS_PER_PIXEL = 32;
const HAS_ALPHA = 0x10;
const HAS_EXIF = 0x08;
const SIZE_14_BITS = 0x3f_ff;
const LOSSLESS_START = 0x2f;

interface Chunk {
  readonly name: string;
  readonly body: Uint8Array;
}
interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Writes the picture's own chunks into a new file. No XMP or profile, no EXIF but for the orientation, and no second picture. */
export function cleanWebp(bytes: Uint8Array): Result<CleanImage, ImageRefusal> {
  const chunks = readChunks(bytes);
  if (!chunks) return err("broken");
  if (chunks.some(({ name }) => name === "ANIM" || name === "ANMF")) return err("animated");
  const found = onlyPicture(chunks);
  if (!found) return err("broken");
  const { picture, size } = found;
  const { widthPx, heightPx } = size;
  if (isTooLarge(widthPx, heightPx, BITS_PER_PIXEL)) return err("too-many-pixels");
  const named = (wanted: string) => chunks.find(({ name }) => name === wanted);
  const canvas = named("VP8X");
  if (canvas && !isSameSize(canvas.body, size)) return err("broken");
  const alpha = picture.name === "VP8 " ? named("ALPH") : undefined;
  const noted = named("EXIF");
  const orientation = noted ? readOrientation(noted.body) : UPRIGHT;
  const notes = exifOf(orientation).map((body) => ({ name: "EXIF", body }));
  const flags = (alpha ? HAS_ALPHA : losslessAlpha(picture)) | (notes.length * HAS_EXIF);
  const kept = [...(alpha ? [alpha] : []), picture, ...notes];
  if (kept.length > 1) kept.unshift(extended(size, flags));
  return ok({ type: "image/webp", widthPx, heightPx, orientation, bytes: fileOf(kept) });
}

export function isWebp(bytes: Uint8Array): boolean {
  return startsWith(bytes, 0, "RIFF") && startsWith(bytes, 8, "WEBP");
}

function readChunks(bytes: Uint8Array): Chunk[] | undefined {
  const end = (uint32(bytes, 4, true) ?? 0) + CHUNK_HEADER_BYTES;
  if (end > bytes.length) return undefined;
  const chunks: Chunk[] = [];
  for (let at = FILE_HEADER_BYTES; at < end;) {
    const length = uint32(bytes, at + 4, true);
    const start = at + CHUNK_HEADER_BYTES;
    if (length === undefined || start + length > end) return undefined;
    const name = String.fromCharCode(...bytes.subarray(at, at + 4));
    chunks.push({ name, body: bytes.subarray(start, start + length) });
    at = start + length + (length % 2);
  }
  return chunks;
}

function onlyPicture(chunks: readonly Chunk[]): { picture: Chunk; size: Size } | undefined {
  const [picture, ...others] = chunks.filter(({ name }) => name === "VP8 " || name === "VP8L");
  const size = picture && sizeOf(picture);
  return picture && size && others.length === 0 ? { picture, size } : undefined;
}

function sizeOf({ name, body }: Chunk): Size | undefined {
  const size = name === "VP8L" ? losslessSize(body) : lossySize(body);
  return size && size.widthPx > 0 && size.heightPx > 0 ? size : undefined;
}

function lossySize(body: Uint8Array): Size | undefined {
  const [width, height] = [uint16(body, 6, true), uint16(body, 8, true)];
  const isKeyFrame = ((body[0] ?? 1) & 1) === 0;
  if (!isKeyFrame || !startsWith(body, 3, "\x9d\x01\x2a") || width === undefined || height === undefined)
    return undefined;
  // The two bits above are a hint for scaling.
  return { widthPx: width & SIZE_14_BITS, heightPx: height & SIZE_14_BITS };
}

function losslessSize(body: Uint8Array): Size | undefined {
  const bits = uint32(body, 1, true);
  if (body[0] !== LOSSLESS_START || bits === undefined) return undefined;
  return { widthPx: (bits & SIZE_14_BITS) + 1, heightPx: ((bits >>> 14) & SIZE_14_BITS) + 1 };
}

/** A canvas that is larger than its picture has something to hide, or was never meant to be looked at. */
function isSameSize(canvas: Uint8Array, { widthPx, heightPx }: Size): boolean {
  const [width, height] = [uint24LittleEndian(canvas, 4), uint24LittleEndian(canvas, 7)];
  return width === widthPx - 1 && height === heightPx - 1;
}

/** The same bit as among the flags, by chance. */
function losslessAlpha({ name, body }: Chunk): number {
  return name === "VP8L" ? (body[4] ?? 0) & HAS_ALPHA : 0;
}

function extended({ widthPx, heightPx }: Size, flags: number): Chunk {
  const [width, height] = [widthPx - 1, heightPx - 1].map((side) => littleEndian32(side).subarray(0, 3));
  return {
    name: "VP8X",
    body: joinBytes([Uint8Array.of(flags, 0, 0, 0), ...[width, height].flatMap((s) => s ?? [])]),
  };
}

function fileOf(chunks: readonly Chunk[]): Uint8Array {
  const parts = chunks.flatMap(({ name, body }) => [
    ascii(name),
    littleEndian32(body.length),
    body,
    new Uint8Array(body.length % 2),
  ]);
  const rest = joinBytes([ascii("WEBP"), ...parts]);
  return joinBytes([ascii("RIFF"), littleEndian32(rest.length), rest]);
}
