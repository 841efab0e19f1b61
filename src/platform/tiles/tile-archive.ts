import * as z from "zod";
import { type Entry, findEntry, readDirectory } from "../../domain/tiles/pmtiles-directory.ts";
import { type PmtilesHeader, readHeader, type Span } from "../../domain/tiles/pmtiles-header.ts";
import { type TileAddress, tileId } from "../../domain/tiles/tile-id.ts";
import { gunzip } from "../gunzip.ts";
import type { ArchiveBytes } from "./archive-bytes.ts";

/** The format promises that header and root directory are in the first 16 KiB. */
const START_BYTES = 16_384;
/** Root, leaf, leaf of a leaf: the format allows no more. */
const DEPTH_MAX = 4;
/** About 0.4 MB each, of the 128 that all requests of a runtime share: a city's extract has a few. */
const LEAVES_MAX = 16;

/** What its makers want to be said about the map. */
const Metadata = z.object({ name: z.string().optional(), attribution: z.string().optional() });

/** Bytes as they are stored: in gzip. Null where the map shows nothing, undefined if the archive was replaced. */
type FoundTile = Uint8Array | null | undefined;

/** Reads a PMTiles archive, version 3. What it has read of the directories stays for the next tile. */
export class TileArchive {
  readonly tag: string;
  readonly header: PmtilesHeader;
  readonly metadata: z.infer<typeof Metadata>;
  readonly #bytes: ArchiveBytes;
  readonly #root: readonly Entry[];
  readonly #leaves = new Map<number, readonly Entry[]>();

  private constructor(bytes: ArchiveBytes, header: PmtilesHeader, root: readonly Entry[], metadata: unknown) {
    this.tag = bytes.tag;
    this.header = header;
    this.metadata = Metadata.parse(metadata);
    this.#bytes = bytes;
    this.#root = root;
  }

  /** Undefined if the archive was replaced meanwhile. Throws for what is no archive: uploads are checked. */
  static async open(bytes: ArchiveBytes): Promise<TileArchive | undefined> {
    const start = await bytes.read({ offset: 0, length: START_BYTES });
    if (!start) return undefined;
    const header = readHeader(start);
    if (!header.ok) throw new Error(`basemap: ${header.error.tag}`);
    const { root, metadata } = header.value;
    const about = await bytes.read(metadata);
    if (!about) return undefined;
    const text = new TextDecoder().decode(await gunzip(about));
    const directory = await unpack(start.subarray(root.offset, root.offset + root.length));
    return new TileArchive(bytes, header.value, directory, JSON.parse(text));
  }

  async tile(address: TileAddress): Promise<FoundTile> {
    const id = tileId(address);
    let entries = this.#root;
    for (let depth = 0; depth < DEPTH_MAX; depth++) {
      const entry = findEntry(entries, id);
      if (!entry) return null;
      if (entry.run > 0) return this.#bytes.read(within(this.header.tiles, entry));
      const leaf = await this.#leaf(entry);
      if (!leaf) return undefined;
      entries = leaf;
    }
    throw new Error("basemap: a directory leads in circles");
  }

  async #leaf(entry: Entry): Promise<readonly Entry[] | undefined> {
    const known = this.#leaves.get(entry.offset);
    if (known) return known;
    const packed = await this.#bytes.read(within(this.header.leaves, entry));
    if (!packed) return undefined;
    const leaf = await unpack(packed);
    const [oldest] = this.#leaves.keys();
    if (this.#leaves.size >= LEAVES_MAX && oldest !== undefined) this.#leaves.delete(oldest);
    this.#leaves.set(entry.offset, leaf);
    return leaf;
  }
}

function within(part: Span, { offset, length }: Entry): Span {
  return { offset: part.offset + offset, length };
}

async function unpack(packed: Uint8Array): Promise<readonly Entry[]> {
  const entries = readDirectory(await gunzip(packed));
  if (!entries) throw new Error("basemap: unreadable directory");
  return entries;
}
