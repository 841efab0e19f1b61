import { env } from "cloudflare:workers";
import { afterEach, expect, test } from "vitest";
import { BASEMAP_KEY } from "../../../src/domain/tiles/basemap-places.ts";
import { gunzip } from "../../../src/platform/gunzip.ts";
import { Basemap } from "../../../src/platform/tiles/basemap.ts";
import { smallArchive } from "./small-archive.ts";

const ORIGIN = "http://doorstep.test";
const WORLD = { z: 0, x: 0, y: 0 };
const RECHECK_MS = 10_000;

afterEach(async () => {
  await env.FILES.delete(BASEMAP_KEY);
});

function basemapAt(clock: { ms: number }): Basemap {
  return new Basemap({ files: env.FILES, assets: env.ASSETS, now: () => clock.ms });
}

async function worldOf(basemap: Basemap): Promise<string> {
  const tile = await basemap.tile(ORIGIN, WORLD);
  return tile?.bytes ? new TextDecoder().decode(await gunzip(tile.bytes)) : "nothing";
}

test("an uploaded map takes the demo's place within ten seconds, and gives it back when it is deleted", async () => {
  const clock = { ms: 0 };
  const basemap = basemapAt(clock);
  const demo = await worldOf(basemap);
  expect(demo).toContain("earth");
  await env.FILES.put(BASEMAP_KEY, await smallArchive("mine"));
  expect(await worldOf(basemap)).toBe(demo);
  clock.ms += RECHECK_MS;
  expect(await worldOf(basemap)).toBe("mine");
  expect((await basemap.archive(ORIGIN))?.metadata).toEqual({ attribution: "© mappers" });
  await env.FILES.delete(BASEMAP_KEY);
  clock.ms += RECHECK_MS;
  expect(await worldOf(basemap)).toBe(demo);
});

test("a map that is replaced while it is read is never mixed with the one before", async () => {
  await env.FILES.put(BASEMAP_KEY, await smallArchive("first"));
  const basemap = basemapAt({ ms: 0 });
  expect(await worldOf(basemap)).toBe("first");
  const before = (await basemap.archive(ORIGIN))?.tag;
  await env.FILES.put(BASEMAP_KEY, await smallArchive("second, and longer"));
  expect(await worldOf(basemap)).toBe("second, and longer");
  expect((await basemap.archive(ORIGIN))?.tag).not.toBe(before);
});

test("what is outside the archive shows nothing", async () => {
  await env.FILES.put(BASEMAP_KEY, await smallArchive("mine"));
  const tile = await basemapAt({ ms: 0 }).tile(ORIGIN, { z: 1, x: 0, y: 0 });
  expect(tile?.bytes).toBeNull();
});

test("an upload that is no archive is an error, not an empty map", async () => {
  await env.FILES.put(BASEMAP_KEY, "x".repeat(500));
  await expect(basemapAt({ ms: 0 }).tile(ORIGIN, WORLD)).rejects.toThrow("no-archive");
});
