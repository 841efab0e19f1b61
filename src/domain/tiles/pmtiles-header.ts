import type { Result } from "../result.ts";
import { err, ok } from "../result.ts";

/** The first bytes of a PMTiles archive, version 3: where its parts are and what they hold. */
export interface PmtilesHeader {
  readonly root: Span;
  readonly metadata: Span;
  readonly leaves: Span;
  readonly tiles: Span;
  readonly counts: { readonly addressed: number; readonly entries: number; readonly contents: number };
  readonly minZoom: number;
  readonly maxZoom: number;
  /** West, south, east, north. */
  readonly box: readonly [number, number, number, number];
}

export interface Span {
  readonly offset: number;
  readonly length: number;
}

type HeaderError = { readonly tag: "no-archive" | "other-version" | "other-compression" | "no-vector-tiles" };

export const HEADER_BYTES = 127;
/** "PMTiles". */
const MAGIC = [0x50, 0x4d, 0x54, 0x69, 0x6c, 0x65, 0x73];
const VERSION = 3;
const GZIP = 2;
const VECTOR_TILES = 1;
/** Places are whole numbers of ten-millionths of a degree. */
const PER_DEGREE = 1e7;
const AT = {
  version: 7,
  spans: 8,
  counts: 72,
  clustered: 96,
  compression: 97,
  type: 99,
  zooms: 100,
  box: 102,
  centre: 118,
};
const WORD_BYTES = 8;

/** Only what we can hand on as it is: vector tiles in gzip, which every browser undoes by itself. */
export function readHeader(bytes: Uint8Array): Result<PmtilesHeader, HeaderError> {
  if (bytes.length < HEADER_BYTES) return err({ tag: "no-archive" });
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  if (MAGIC.some((byte, index) => view.getUint8(index) !== byte)) return err({ tag: "no-archive" });
  if (view.getUint8(AT.version) !== VERSION) return err({ tag: "other-version" });
  if (view.getUint8(AT.compression) !== GZIP || view.getUint8(AT.compression + 1) !== GZIP)
    return err({ tag: "other-compression" });
  if (view.getUint8(AT.type) !== VECTOR_TILES) return err({ tag: "no-vector-tiles" });
  const word = (at: number) => Number(view.getBigUint64(at, true));
  const span = (index: number): Span => ({
    offset: word(AT.spans + 2 * index * WORD_BYTES),
    length: word(AT.spans + (2 * index + 1) * WORD_BYTES),
  });
  const degrees = (index: number) => view.getInt32(AT.box + 4 * index, true) / PER_DEGREE;
  return ok({
    root: span(0),
    metadata: span(1),
    leaves: span(2),
    tiles: span(3),
    counts: { addressed: word(AT.counts), entries: word(AT.counts + 8), contents: word(AT.counts + 16) },
    minZoom: view.getUint8(AT.zooms),
    maxZoom: view.getUint8(AT.zooms + 1),
    box: [degrees(0), degrees(1), degrees(2), degrees(3)],
  });
}

export function writeHeader(header: PmtilesHeader): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint8(AT.version, VERSION);
  const { root, metadata, leaves, tiles, counts, box } = header;
  const words = [
    ...[root, metadata, leaves, tiles].flatMap(({ offset, length }) => [offset, length]),
    counts.addressed,
    counts.entries,
    counts.contents,
  ];
  for (const [index, word] of words.entries()) view.setBigUint64(AT.spans + WORD_BYTES * index, BigInt(word), true);
  view.setUint8(AT.clustered, 1);
  view.setUint8(AT.compression, GZIP);
  view.setUint8(AT.compression + 1, GZIP);
  view.setUint8(AT.type, VECTOR_TILES);
  view.setUint8(AT.zooms, header.minZoom);
  view.setUint8(AT.zooms + 1, header.maxZoom);
  const degrees = (at: number, value: number) => view.setInt32(at, Math.round(value * PER_DEGREE), true);
  for (const [index, edge] of box.entries()) degrees(AT.box + 4 * index, edge);
  view.setUint8(AT.centre, header.minZoom);
  degrees(AT.centre + 1, (box[0] + box[2]) / 2);
  degrees(AT.centre + 5, (box[1] + box[3]) / 2);
  return bytes;
}
