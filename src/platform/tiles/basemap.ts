import { BASEMAP_KEY, DEMO_BASEMAP_PATH } from "../../domain/tiles/basemap-places.ts";
import type { TileAddress } from "../../domain/tiles/tile-id.ts";
import { bytesInBucket, bytesInMemory } from "./archive-bytes.ts";
import { TileArchive } from "./tile-archive.ts";

/** How soon a new map is seen everywhere. Asking costs a look into the bucket, shared by all requests of a runtime. */
const RECHECK_MS = 10_000;

interface BasemapPlaces {
  readonly files: R2Bucket;
  readonly assets: Fetcher;
  readonly now: () => number;
}

export interface MapTile {
  /** Changes with the archive. */
  readonly tag: string;
  /** In gzip; null where nothing is drawn. */
  readonly bytes: Uint8Array | null;
}

/** The map behind everything: the operator's archive if there is one, else the demo's. Lives as long as its runtime. */
export class Basemap {
  readonly #places: BasemapPlaces;
  #uploaded: { readonly archive: TileArchive | undefined; readonly checkedAt: number } | undefined;
  #demo: TileArchive | undefined;

  constructor(places: BasemapPlaces) {
    this.#places = places;
  }

  /** `origin` is the address that was asked: built files are found under any. Undefined if there is no map at all. */
  async archive(origin: string): Promise<TileArchive | undefined> {
    return (await this.#uploadedArchive()) ?? (await this.#demoArchive(origin));
  }

  async tile(origin: string, address: TileAddress): Promise<MapTile | undefined> {
    for (;;) {
      const archive = await this.archive(origin);
      if (!archive) return undefined;
      const bytes = await archive.tile(address);
      if (bytes !== undefined) return { tag: archive.tag, bytes };
      // Replaced under our hands: look again.
      this.#uploaded = undefined;
    }
  }

  async #uploadedArchive(): Promise<TileArchive | undefined> {
    const { files, now } = this.#places;
    const known = this.#uploaded;
    if (known && now() - known.checkedAt < RECHECK_MS) return known.archive;
    const head = await files.head(BASEMAP_KEY);
    const isSame = head !== null && head.etag === known?.archive?.tag;
    const archive = isSame
      ? known?.archive
      : head && (await TileArchive.open(bytesInBucket(files, BASEMAP_KEY, head.etag)));
    this.#uploaded = { archive: archive ?? undefined, checkedAt: now() };
    return this.#uploaded.archive;
  }

  async #demoArchive(origin: string): Promise<TileArchive | undefined> {
    if (this.#demo) return this.#demo;
    const file = await this.#places.assets.fetch(new URL(DEMO_BASEMAP_PATH, origin));
    if (!file.ok) return undefined;
    this.#demo = await TileArchive.open(await bytesInMemory(await file.arrayBuffer()));
    return this.#demo;
  }
}
