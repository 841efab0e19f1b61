import { writeDirectory } from "../../../src/domain/tiles/pmtiles-directory.ts";
import { HEADER_BYTES, writeHeader } from "../../../src/domain/tiles/pmtiles-header.ts";

/** An archive of the world's one tile at zoom 0, which is found by way of a leaf. */
export async function smallArchive(tile: string): Promise<Uint8Array<ArrayBuffer>> {
  const body = await gzip(new TextEncoder().encode(tile));
  const leaf = await gzip(writeDirectory([{ id: 0, run: 1, offset: 0, length: body.length }]));
  const root = await gzip(writeDirectory([{ id: 0, run: 0, offset: 0, length: leaf.length }]));
  const metadata = await gzip(new TextEncoder().encode(JSON.stringify({ attribution: "© mappers", more: 1 })));
  const parts = [root, metadata, leaf, body];
  const span = (index: number) => ({
    offset: parts.slice(0, index).reduce((sum, part) => sum + part.length, HEADER_BYTES),
    length: parts[index]?.length ?? 0,
  });
  const header = writeHeader({
    root: span(0),
    metadata: span(1),
    leaves: span(2),
    tiles: span(3),
    counts: { addressed: 1, entries: 1, contents: 1 },
    minZoom: 0,
    maxZoom: 0,
    box: [-180, -85, 180, 85],
  });
  return new Uint8Array(await new Blob([header, ...parts]).arrayBuffer());
}

async function gzip(plain: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Response(plain).body?.pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}
