import { err, ok, type Result } from "../result.ts";
import { ascii, bigEndian32, joinBytes, startsWith, uint32 } from "./byte-view.ts";
import { crc32 } from "./crc32.ts";
import { exifOf, readOrientation, UPRIGHT } from "./exif-orientation.ts";
import { type CleanImage, type ImageRefusal, isTooLarge } from "./image-limits.ts";

const PNG_START = "\x89PNG\r\n\x1a\n";
const HEADER_BYTES = 13;
/** Length, name and check around each chunk's body. */
const FRAME_BYTES = 12;
/** Side by side with their pixels: colours, transparency. Everything else a decoder can do without. */
const KEPT = new Set(["IHDR", "PLTE", "tRNS", "IDAT", "IEND"]);
/** Channels by colour type: grey, colours, palette, grey with alpha, colours with alpha. */
const CHANNELS = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);
const DEPTHS = [1, 2, 4, 8, 16];
const PALETTE_MAX_BYTES = 256 * 3;

interface Chunk {
  readonly name: string;
  readonly body: Uint8Array;
  /** With its frame. */
  readonly whole: Uint8Array;
}

/** Copies the chunks that hold the picture. No text, time, profile, EXIF but for the orientation, further frames, nor what follows the end. */
export function cleanPng(bytes: Uint8Array): Result<CleanImage, ImageRefusal> {
  const kept: Chunk[] = [];
  let orientation = UPRIGHT;
  for (let at = PNG_START.length; kept.at(-1)?.name !== "IEND";) {
    const chunk = readChunk(bytes, at);
    if (!chunk) return err("broken");
    at += chunk.whole.length;
    if (chunk.name === "eXIf") orientation = readOrientation(chunk.body);
    if (KEPT.has(chunk.name)) kept.push(chunk);
    else if (isCritical(chunk.name)) return err("broken");
  }
  const header = readHeader(kept[0]);
  if (!header || !isInOrder(kept.map(({ name }) => name)) || !areSmall(kept)) return err("broken");
  const { widthPx, heightPx, bitsPerPixel } = header;
  if (isTooLarge(widthPx, heightPx, bitsPerPixel)) return err("too-many-pixels");
  const notes = exifOf(orientation).map((exif) => chunkOf("eXIf", exif));
  const parts = kept.map(({ whole }) => whole);
  parts.splice(1, 0, ...notes);
  return ok({ type: "image/png", widthPx, heightPx, orientation, bytes: joinBytes([ascii(PNG_START), ...parts]) });
}

function chunkOf(name: string, body: Uint8Array): Uint8Array {
  const named = joinBytes([ascii(name), body]);
  return joinBytes([bigEndian32(body.length), named, bigEndian32(crc32(named))]);
}

function readChunk(bytes: Uint8Array, at: number): Chunk | undefined {
  const length = uint32(bytes, at);
  if (length === undefined || at + FRAME_BYTES + length > bytes.length) return undefined;
  const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
  const end = at + 8 + length;
  // Only what is kept has to be whole, and checking it is most of the work.
  if (KEPT.has(name) && uint32(bytes, end) !== crc32(bytes.subarray(at + 4, end))) return undefined;
  return { name, body: bytes.subarray(at + 8, end), whole: bytes.subarray(at, end + 4) };
}

function readHeader(chunk: Chunk | undefined) {
  if (chunk?.name !== "IHDR" || chunk.body.length !== HEADER_BYTES) return undefined;
  const [widthPx, heightPx] = [uint32(chunk.body, 0), uint32(chunk.body, 4)];
  const [depth = 0, colour = 0] = chunk.body.subarray(8);
  const channels = CHANNELS.get(colour);
  if (!widthPx || !heightPx || channels === undefined || !DEPTHS.includes(depth)) return undefined;
  return { widthPx, heightPx, bitsPerPixel: channels * depth };
}

/** One header at the beginning, the colours before the pixels, and pixels at all. */
function isInOrder(names: readonly string[]): boolean {
  return /^IHDR (?:PLTE )?(?:tRNS )?(?:IDAT )+IEND$/.test(names.join(" "));
}

/** What must be short is short: nothing is hidden behind it. */
function areSmall(chunks: readonly Chunk[]): boolean {
  return chunks.every(({ name, body }) => {
    if (name === "PLTE") return body.length > 0 && body.length <= PALETTE_MAX_BYTES && body.length % 3 === 0;
    if (name === "tRNS") return body.length <= PALETTE_MAX_BYTES / 3;
    return name !== "IEND" || body.length === 0;
  });
}

/** An upper-case first letter: a decoder that does not know it must give up. */
function isCritical(name: string): boolean {
  return /^[A-Z]/.test(name);
}

export function isPng(bytes: Uint8Array): boolean {
  return startsWith(bytes, 0, PNG_START);
}
