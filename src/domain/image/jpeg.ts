import { err, ok, type Result } from "../result.ts";
import { ascii, joinBytes, startsWith, uint16 } from "./byte-view.ts";
import { EXIF_START, exifOf, readOrientation, UPRIGHT } from "./exif-orientation.ts";
import { type CleanImage, type ImageRefusal, isTooLarge } from "./image-limits.ts";
import { areTables } from "./jpeg-tables.ts";

const MARKER = 0xff;
const END = 0xd9;
const SCAN = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const ADOBE = 0xee;
/** Baseline, extended, progressive: all that cameras and browsers write. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2]);
/** Quantisation, Huffman, restart interval. Lossless, hierarchical and arithmetic files need others, and no browser shows them. */
const TABLES = new Set([0xdb, 0xc4, 0xdd]);
const UNKNOWN_FRAMES = new Set([0xc3, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xcb, 0xcc, 0xcd, 0xce, 0xcf, 0xdc, 0xde]);
/** JFIF's fields without its thumbnail; Adobe's without what may follow them. */
const JFIF_BYTES = 14;
const ADOBE_BYTES = 12;
const BITS_PER_SAMPLE = 8;
/** A progressive photo has about ten; a thousand tiny ones would keep every viewer busy for minutes. */
const SCANS_MAX = 64;

interface Reading {
  readonly parts: Uint8Array[];
  at: number;
  scans: number;
  orientation: number;
  size: { readonly widthPx: number; readonly heightPx: number } | undefined;
}
type Step = { readonly done: boolean } | { readonly refused: ImageRefusal };

const NEXT: Step = { done: false };
const BROKEN: Step = { refused: "broken" };

/** Copies what a decoder needs, segment by segment, and nothing else: no EXIF, XMP, profile, comment, nor what follows the end. */
export function cleanJpeg(bytes: Uint8Array): Result<CleanImage, ImageRefusal> {
  const reading: Reading = { parts: [], at: 2, scans: 0, orientation: UPRIGHT, size: undefined };
  for (;;) {
    const step = readSegment(bytes, reading);
    if ("refused" in step) return err(step.refused);
    if (step.done) break;
  }
  const { size, scans, orientation, parts } = reading;
  if (!size || scans === 0) return err("broken");
  const notes = exifOf(orientation).map((exif) => segment(APP1, joinBytes([ascii(EXIF_START), exif])));
  const first = parts[0]?.[1] === APP0 ? parts.splice(0, 1) : [];
  const all = [Uint8Array.of(MARKER, 0xd8), ...first, ...notes, ...parts, Uint8Array.of(MARKER, END)];
  return ok({ type: "image/jpeg", ...size, orientation, bytes: joinBytes(all) });
}

function readSegment(bytes: Uint8Array, reading: Reading): Step {
  if (bytes[reading.at] !== MARKER) return BROKEN;
  while (bytes[reading.at + 1] === MARKER) reading.at++;
  const marker = bytes[reading.at + 1];
  if (marker === END) return { done: true };
  const length = uint16(bytes, reading.at + 2);
  if (marker === undefined || length === undefined || length < 2) return BROKEN;
  const start = reading.at + 4;
  const end = reading.at + 2 + length;
  if (end > bytes.length) return BROKEN;
  reading.at = end;
  return marker === SCAN ? readScan(bytes, reading, start) : keepSegment(reading, marker, bytes.subarray(start, end));
}

function keepSegment(reading: Reading, marker: number, body: Uint8Array): Step {
  if (FRAMES.has(marker)) return readFrame(reading, marker, body);
  if (UNKNOWN_FRAMES.has(marker) || marker < 0xc0) return BROKEN;
  if (TABLES.has(marker)) {
    if (!areTables(marker, body)) return BROKEN;
    reading.parts.push(segment(marker, body));
  } else readNote(reading, marker, body);
  return NEXT;
}

/** Of what programs add, three things change the picture: its pixels' shape, its colours, and which way is up. */
function readNote(reading: Reading, marker: number, body: Uint8Array): void {
  const says = (start: string) => startsWith(body, 0, start);
  if (marker === APP0 && says("JFIF\0") && reading.parts.length === 0)
    reading.parts.push(segment(APP0, withoutThumbnail(body)));
  else if (marker === ADOBE && says("Adobe") && body.length >= ADOBE_BYTES)
    reading.parts.push(segment(ADOBE, body.subarray(0, ADOBE_BYTES)));
  else if (marker === APP1 && says(EXIF_START)) reading.orientation = readOrientation(body);
}

function readFrame(reading: Reading, marker: number, body: Uint8Array): Step {
  const [heightPx, widthPx, channels] = [uint16(body, 1), uint16(body, 3), body[5]];
  if (reading.size || body[0] !== BITS_PER_SAMPLE || !heightPx || !widthPx) return BROKEN;
  if (channels === undefined || ![1, 3, 4].includes(channels) || body.length !== 6 + 3 * channels) return BROKEN;
  if (isTooLarge(widthPx, heightPx, channels * BITS_PER_SAMPLE)) return { refused: "too-many-pixels" };
  reading.size = { widthPx, heightPx };
  reading.parts.push(segment(marker, body));
  return NEXT;
}

/** A scan's pixels have no length of their own: they end at the next marker that is neither a stuffed byte nor a restart. */
function readScan(bytes: Uint8Array, reading: Reading, start: number): Step {
  reading.scans += 1;
  if (!reading.size || reading.scans > SCANS_MAX) return BROKEN;
  let at = reading.at;
  for (;;) {
    at = bytes.indexOf(MARKER, at);
    const next = at < 0 ? undefined : bytes[at + 1];
    if (next === undefined) return BROKEN;
    const isInside = next === 0 || (next >= 0xd0 && next <= 0xd7);
    if (!isInside) break;
    at += 2;
  }
  reading.parts.push(bytes.subarray(start - 4, at));
  reading.at = at;
  return NEXT;
}

function withoutThumbnail(jfif: Uint8Array): Uint8Array {
  const fields = new Uint8Array(JFIF_BYTES);
  fields.set(jfif.subarray(0, JFIF_BYTES - 2));
  return fields;
}

function segment(marker: number, body: Uint8Array): Uint8Array {
  const length = body.length + 2;
  return joinBytes([Uint8Array.of(MARKER, marker, length >>> 8, length), body]);
}
