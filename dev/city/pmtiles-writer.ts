import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { type Entry, writeDirectory } from "../../src/domain/tiles/pmtiles-directory.ts";
import { HEADER_BYTES, type PmtilesHeader, type Span, writeHeader } from "../../src/domain/tiles/pmtiles-header.ts";
import { tileId } from "../../src/domain/tiles/tile-id.ts";
import type { Tile } from "./city-tiles.ts";

export interface ArchiveFacts extends Pick<PmtilesHeader, "box" | "minZoom" | "maxZoom"> {
  readonly metadata: object;
}

/** Header and root have to fit into the first 16 KiB, which a reader fetches at once. */
const ROOT_MAX_BYTES = 16_384 - HEADER_BYTES;
const LEAF_ENTRIES = 4_096;

/** A PMTiles archive, version 3: equal tiles are stored once, in the order of their ids. */
export function writePmtiles(tiles: Iterable<Tile>, facts: ArchiveFacts): Uint8Array {
  const { entries, addressed, contents } = store(tiles);
  const { root, leaves } = directories(entries);
  const metadata = gzip(new TextEncoder().encode(JSON.stringify(facts.metadata)));
  const parts = [root, metadata, leaves, Buffer.concat(contents)];
  const [rootSpan, metadataSpan, leafSpan, tileSpan] = spansOf(parts);
  const header = writeHeader({
    ...facts,
    root: rootSpan,
    metadata: metadataSpan,
    leaves: leafSpan,
    tiles: tileSpan,
    counts: { addressed, entries: entries.length, contents: contents.length },
  });
  return Buffer.concat([header, ...parts]);
}

interface Stored {
  readonly entries: readonly Entry[];
  readonly addressed: number;
  readonly contents: readonly Uint8Array[];
}

function store(tiles: Iterable<Tile>): Stored {
  const sorted = [...tiles]
    .map(({ address, bytes }) => ({ id: tileId(address), bytes }))
    .toSorted((a, b) => a.id - b.id);
  const places = new Map<string, Span>();
  const contents: Uint8Array[] = [];
  const entries: Entry[] = [];
  let end = 0;
  for (const { id, bytes } of sorted) {
    const hash = createHash("sha256").update(bytes).digest("base64");
    let place = places.get(hash);
    if (!place) {
      const packed = gzip(bytes);
      contents.push(packed);
      place = { offset: end, length: packed.length };
      places.set(hash, place);
      end += packed.length;
    }
    const last = entries.at(-1);
    if (last && last.offset === place.offset && last.id + last.run === id)
      entries[entries.length - 1] = { ...last, run: last.run + 1 };
    else entries.push({ id, run: 1, ...place });
  }
  return { entries, addressed: sorted.length, contents };
}

/** All in the root if they fit; else the root leads to leaves. */
function directories(entries: readonly Entry[]): { root: Uint8Array; leaves: Uint8Array } {
  const root = gzip(writeDirectory(entries));
  if (root.length <= ROOT_MAX_BYTES) return { root, leaves: new Uint8Array() };
  const leaves: Uint8Array[] = [];
  const pointers: Entry[] = [];
  let end = 0;
  for (let at = 0; at < entries.length; at += LEAF_ENTRIES) {
    const leaf = gzip(writeDirectory(entries.slice(at, at + LEAF_ENTRIES)));
    pointers.push({ id: entries[at]?.id ?? 0, run: 0, offset: end, length: leaf.length });
    leaves.push(leaf);
    end += leaf.length;
  }
  return { root: gzip(writeDirectory(pointers)), leaves: Buffer.concat(leaves) };
}

function spansOf(parts: readonly Uint8Array[]): [Span, Span, Span, Span] {
  const span = (index: number): Span => {
    const before = parts.slice(0, index).reduce((sum, part) => sum + part.length, 0);
    return { offset: HEADER_BYTES + before, length: parts[index]?.length ?? 0 };
  };
  return [span(0), span(1), span(2), span(3)];
}

/** The same bytes on every machine: the header of gzip would otherwise name the operating system. */
function gzip(bytes: Uint8Array): Uint8Array {
  const packed = gzipSync(bytes, { level: 9 });
  packed[GZIP_SYSTEM_BYTE] = GZIP_SYSTEM_UNKNOWN;
  return packed;
}

const GZIP_SYSTEM_BYTE = 9;
const GZIP_SYSTEM_UNKNOWN = 255;
