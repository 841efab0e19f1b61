import { ok } from "../../domain/result.ts";
import * as api from "../../protocol/api/history.ts";
import { TRACK_EXPORTS } from "../../protocol/api/track-exports.ts";
import type { ExportFormatName } from "../../domain/export/export-formats.ts";
import { driverHistory, newestDriverFixes } from "../../services/driver-history.ts";
import { exportTrack } from "../../services/exports.ts";
import { uploadGpx } from "../../services/gpx-upload.ts";
import { tripHistory, tripReplay } from "../../services/history.ts";
import { rawRoute, route } from "../route.ts";
import { bodyText } from "../tracker-request.ts";
import { answer } from "./answer.ts";

const NOT_STORED = { headers: { "cache-control": "no-store" } };

export const historyRoutes = [
  route(api.getTripHistory, async (deps, { params, query }) =>
    answer(await tripHistory(deps, params.tripId, { ...query, raw: query.raw === "true" })),
  ),
  route(api.replayTrip, async (deps, { params, query }) => answer(await tripReplay(deps, params.tripId, query))),
  route(api.getDriverHistory, async (deps, { params, query }) =>
    answer(await driverHistory(deps, params.driverId, { ...query, raw: query.raw === "true" })),
  ),
  route(api.getNewestFixes, async (deps, { params, query }) =>
    answer(await newestDriverFixes(deps, params.driverId, query.last)),
  ),
  rawRoute(api.uploadGpx, async (deps, { params, query }, c) => {
    const taken = await uploadGpx(deps, { ...params, ...query }, await bodyText(c.req.raw));
    return taken.ok ? ok(Response.json(api.uploadGpx.output.parse(taken.value), NOT_STORED)) : taken;
  }),
  exportRoute("gpx"),
  exportRoute("geojson"),
  exportRoute("kml"),
  exportRoute("csv"),
  exportRoute("ndjson"),
];

function exportRoute(format: ExportFormatName) {
  return rawRoute(TRACK_EXPORTS[format], async (deps, { params, query }) => {
    const file = await exportTrack(deps, params.tripId, format, query.raw === "true");
    if (!file.ok) return file;
    const { name, mediaType, body } = file.value;
    const headers = { "content-type": mediaType, "content-disposition": `attachment; filename="${name}"` };
    return ok(new Response(body, { headers: { ...headers, ...NOT_STORED.headers } }));
  });
}
