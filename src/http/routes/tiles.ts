import { err, ok } from "../../domain/result.ts";
import * as api from "../../protocol/api/tiles.ts";
import { rawRoute, route } from "../route.ts";

/** A map changes a few times a year, and its tiles' addresses then change with it. */
const TILE_CACHE = "public, max-age=86400";
/** How long a page may still be told of the map before. */
const TILE_JSON_CACHE = "public, max-age=300";

export const tileRoutes = [
  route(api.getTileJson, async ({ basemap, origin }) => {
    const archive = await basemap.archive(origin);
    if (!archive) return err({ tag: "not-found" });
    const { tag, metadata, header } = archive;
    const body = {
      tilejson: "3.0.0" as const,
      ...metadata,
      tiles: [`${origin}/tiles/{z}/{x}/{y}?v=${tag}`],
      minzoom: header.minZoom,
      maxzoom: header.maxZoom,
      bounds: [...header.box] satisfies [number, number, number, number],
    };
    return ok({ body, headers: { "cache-control": TILE_JSON_CACHE } });
  }),
  rawRoute(api.getTile, async ({ basemap, origin }, { params }, c) => {
    const tile = await basemap.tile(origin, params);
    if (!tile) return err({ tag: "not-found" });
    const etag = `"${tile.tag}-${params.z}-${params.x}-${params.y}"`;
    const headers = { etag, "cache-control": TILE_CACHE };
    if (c.req.header("if-none-match")?.includes(etag)) return ok(new Response(null, { status: 304, headers }));
    if (!tile.bytes) return ok(new Response(null, { status: 204, headers }));
    const type = { "content-type": api.getTile.mediaType, "content-encoding": "gzip" };
    // Stored in gzip, sent as stored: nothing is packed again for each request.
    return ok(new Response(tile.bytes, { encodeBody: "manual", headers: { ...headers, ...type } }));
  }),
];
