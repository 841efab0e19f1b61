import { expect, test } from "vitest";
import { TileJson } from "../../../src/protocol/api/tiles.ts";
import { call, codeOf } from "./call.ts";

/** In the middle of the first demo city, and in the ocean. */
const CITY = "/tiles/14/8646/5294";
const OCEAN = "/tiles/14/1/5294";
/** Of the 128 MB that all requests of a runtime share; and everybody who clones and builds waits for it. */
const ARCHIVE_MAX_BYTES = 3e6;
const LAYERS_FIELD = 0x1a;
const NAME_FIELD = 0x0a;

/** The layers' names: a tile is a list of layers, each with its name first. */
function layerNames(bytes: Uint8Array): string[] {
  const names: string[] = [];
  let at = 0;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    expect(bytes[at++]).toBe(LAYERS_FIELD);
    const end = number() + at;
    while (at < end && bytes[at] !== NAME_FIELD) at++;
    at++;
    const length = number();
    names.push(new TextDecoder().decode(bytes.subarray(at, at + length)));
    at = end;
  }
  return names;
}

test("a tile of the city is a vector tile in gzip, to be kept for a day", async () => {
  const answer = await call(CITY);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("application/vnd.mapbox-vector-tile");
  expect(answer.headers.get("content-encoding")).toBe("gzip");
  expect(answer.headers.get("cache-control")).toBe("public, max-age=86400");
  const names = layerNames(new Uint8Array(await answer.arrayBuffer()));
  expect(names).toEqual(expect.arrayContaining(["earth", "roads", "buildings"]));
});

test("the drawn cities stay small enough to be held in memory", async () => {
  const archive = await call("/basemap/demo.pmtiles");
  expect((await archive.arrayBuffer()).byteLength).toBeLessThan(ARCHIVE_MAX_BYTES);
});

test("who has a tile is told so", async () => {
  const etag = (await call(CITY)).headers.get("etag") ?? "";
  const again = await call(CITY, { headers: { "if-none-match": etag } });
  expect(again.status).toBe(304);
  expect(await again.text()).toBe("");
  expect((await call(CITY, { headers: { "if-none-match": '"other"' } })).status).toBe(200);
});

test("where nothing is drawn there is no content", async () => {
  const answer = await call(OCEAN);
  expect(answer.status).toBe(204);
  expect(answer.headers.get("etag")).toBeTruthy();
});

test.each(["/tiles/2/4/0", "/tiles/2/0/4", "/tiles/23/0/0", "/tiles/1.5/0/0", "/tiles/-1/0/0", "/tiles/1/a/0"])(
  "%s is no tile",
  async (path) => {
    const answer = await call(path);
    expect(answer.status).toBe(400);
    expect(await codeOf(answer)).toBe("invalid-request");
  },
);

test("the TileJSON leads to tiles", async () => {
  const answer = await call("/tiles/tiles.json");
  const { tiles, minzoom, maxzoom, bounds } = TileJson.parse(await answer.json());
  expect([minzoom, maxzoom]).toEqual([0, 14]);
  const [west, south, east, north] = bounds;
  expect([west < 9.88, south < 53.51, east > 10.1, north > 53.61]).toEqual([true, true, true, true]);
  const url = new URL((tiles[0] ?? "").replace("{z}", "14").replace("{x}", "8646").replace("{y}", "5294"));
  expect(url.searchParams.get("v")).toBeTruthy();
  expect((await call(url.pathname + url.search)).status).toBe(200);
});

test("pages of the origins that may call the API may read tiles, others may not", async () => {
  const allowed = await call(CITY, { headers: { origin: "https://console.example" } });
  expect(allowed.headers.get("access-control-allow-origin")).toBe("https://console.example");
  const other = await call(CITY, { headers: { origin: "https://elsewhere.example" } });
  expect(other.headers.get("access-control-allow-origin")).toBeNull();
});
