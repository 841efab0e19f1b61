import { ok } from "../../domain/result.ts";
import * as api from "../../protocol/api/regions-live.ts";
import { nearestInRegion, regionSnapshot } from "../../services/live-snapshot.ts";
import { rawRoute, route } from "../route.ts";
import { taggedJson } from "../tagged-json.ts";
import { answer } from "./answer.ts";

export const liveRegionRoutes = [
  rawRoute(api.getRegionSnapshot, async (deps, { params, query }, c) => {
    const snapshot = await regionSnapshot(deps, params.regionId, query.since);
    if (!snapshot.ok) return snapshot;
    const { now: _, ...tagged } = snapshot.value;
    return ok(await taggedJson(c, { body: api.getRegionSnapshot.output.parse(snapshot.value), tagged }));
  }),
  route(api.getNearestDrivers, async (deps, { params, query }) => {
    const { lat, lng, n: count, presence, vehicleKind, within } = query;
    const filter = {
      presence: presence ? [presence] : null,
      vehicleKinds: vehicleKind ? [vehicleKind] : null,
      withinM: within ?? null,
    };
    return answer(await nearestInRegion(deps, params.regionId, { lat, lng, count, filter }));
  }),
  route(api.getSocketHealth, async (deps) => {
    const { parts } = await deps.health();
    const { status } = parts.objects;
    const connections = status === "ok" ? await deps.openSockets() : null;
    return ok({ body: { status, connections, uptime: deps.runTime.seconds(deps.now()) } });
  }),
];
