import { PMTiles, type Source } from "pmtiles";
import { expect, test } from "vitest";
import { Dice } from "../../../dev/chaos/dice.ts";
import { tilesOf } from "../../../dev/city/mercator.ts";
import { writePmtiles } from "../../../dev/city/pmtiles-writer.ts";
import { findEntry, readDirectory, writeDirectory } from "../../../src/domain/tiles/pmtiles-directory.ts";
import { HEADER_BYTES, readHeader } from "../../../src/domain/tiles/pmtiles-header.ts";
import { tileId } from "../../../src/domain/tiles/tile-id.ts";

const WORLD = [-179.9, -85, 179.9, 85] as const;
const FACTS = { box: WORLD, minZoom: 0, maxZoom: 7, metadata: { name: "Test" } };

/** Read by those who made the format. */
function reader(archive: Uint8Array): PMTiles {
  const copy = Uint8Array.from(archive).buffer;
  const source: Source = {
    getKey: () => "memory",
    getBytes: (offset, length) => Promise.resolve({ data: copy.slice(offset, offset + length) }),
  };
  return new PMTiles(source);
}

function tiles(zooms: readonly number[], contentOf: (address: string) => string) {
  return zooms
    .flatMap((zoom) => tilesOf(WORLD, zoom, 0))
    .map((address) => ({ address, bytes: Buffer.from(contentOf(Object.values(address).join("/"))) }));
}

async function textOf(archive: PMTiles, z: number, x: number, y: number): Promise<string | undefined> {
  const tile = await archive.getZxy(z, x, y);
  return tile && Buffer.from(tile.data).toString();
}

test("another reader finds every tile, by way of the root alone", async () => {
  const all = tiles([0, 1, 2, 3], (address) => `tile ${address}`);
  const archive = reader(writePmtiles(all, FACTS));
  const found = await Promise.all(all.map(({ address: { z, x, y } }) => textOf(archive, z, x, y)));
  expect(found).toEqual(all.map(({ bytes }) => bytes.toString()));
  expect(await textOf(archive, 5, 0, 0)).toBeUndefined();
  expect(await archive.getMetadata()).toEqual({ name: "Test" });
  const { minZoom, maxZoom, minLon, maxLat, clustered } = await archive.getHeader();
  expect({ minZoom, maxZoom, minLon, maxLat, clustered }).toEqual({
    minZoom: 0,
    maxZoom: 7,
    minLon: -179.9,
    maxLat: 85,
    clustered: true,
  });
});

/** Of lengths that no compression foresees, or the directory would fit into the root after all. */
function randomText(dice: Dice, length: number): string {
  return Array.from({ length }, () => String.fromCharCode(dice.between(33, 126))).join("");
}

test("another reader finds every tile by way of leaves, once the root is full", async () => {
  const dice = new Dice(1);
  const all = tiles([7], (address) => address + randomText(dice, dice.below(400)));
  const bytes = writePmtiles(all, { ...FACTS, minZoom: 7 });
  const header = readHeader(bytes);
  expect(header.ok && header.value.leaves.length).toBeGreaterThan(0);
  expect(header.ok && header.value.root.offset + header.value.root.length).toBeLessThanOrEqual(16_384);
  const archive = reader(bytes);
  for (const { address, bytes: plain } of all.filter((_, index) => index % 97 === 0))
    expect(await textOf(archive, address.z, address.x, address.y)).toBe(plain.toString());
});

test("equal tiles are stored once, and neighbours among them are one entry", () => {
  const header = readHeader(
    writePmtiles(
      tiles([5], () => "the same sea"),
      FACTS,
    ),
  );
  expect(header.ok && header.value.counts).toEqual({ addressed: 1_024, entries: 1, contents: 1 });
});

test("tiles are numbered zoom by zoom along the Hilbert curve", () => {
  const ids = ["0 0 0", "1 0 0", "1 0 1", "1 1 1", "1 1 0", "2 0 0"].map((text) => {
    const [z = 0, x = 0, y = 0] = text.split(" ").map(Number);
    return tileId({ z, x, y });
  });
  expect(ids).toEqual([0, 1, 2, 3, 4, 5]);
  const zoomFour = new Set(tilesOf(WORLD, 4, 0).map(tileId));
  expect([zoomFour.size, Math.min(...zoomFour), Math.max(...zoomFour)]).toEqual([256, 85, 340]);
});

test("an entry is found for what is in its run, and for nothing else", () => {
  const entries = [
    { id: 5, run: 2, offset: 0, length: 10 },
    { id: 9, run: 1, offset: 10, length: 4 },
    { id: 20, run: 0, offset: 0, length: 30 },
  ];
  const expected = [undefined, 5, 5, undefined, 9, undefined, 20, 20];
  expect([4, 5, 6, 7, 9, 10, 20, 99].map((id) => findEntry(entries, id)?.id)).toEqual(expected);
  expect(findEntry([], 0)).toBeUndefined();
  expect(readDirectory(writeDirectory(entries))).toEqual(entries);
});

test("what is no directory and no archive of ours is refused with its reason", () => {
  expect(readDirectory(new Uint8Array([200]))).toBeUndefined();
  expect(readDirectory(new Uint8Array([3, 1, 1]))).toBeUndefined();
  const good = writePmtiles(
    tiles([0], () => "x"),
    FACTS,
  );
  const changed = (at: number, value: number) => {
    const copy = Uint8Array.from(good.subarray(0, HEADER_BYTES));
    copy[at] = value;
    const read = readHeader(copy);
    return read.ok ? "read" : read.error.tag;
  };
  expect([changed(0, 0), changed(7, 2)]).toEqual(["no-archive", "other-version"]);
  expect([changed(97, 1), changed(98, 3)]).toEqual(["other-compression", "other-compression"]);
  expect([changed(99, 2), changed(100, 0)]).toEqual(["no-vector-tiles", "read"]);
  expect(readHeader(good.subarray(0, 50))).toEqual({ ok: false, error: { tag: "no-archive" } });
});
