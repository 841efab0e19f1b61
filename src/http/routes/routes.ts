import { ok } from "../../domain/result.ts";
import { API_BASE } from "../../protocol/api/endpoint.ts";
import * as api from "../../protocol/api/routes.ts";
import { getOptimisation } from "../../services/optimisation-jobs.ts";
import { notifyRoute } from "../../services/notify-route.ts";
import { optimiseRoutes } from "../../services/route-optimise.ts";
import * as reports from "../../services/route-reports.ts";
import { route } from "../route.ts";
import { answer } from "./answer.ts";

export const routeRoutes = [
  route(api.optimiseRoutes, async (deps, { body }) => {
    const asked = await optimiseRoutes(deps, body);
    if (!asked.ok || !("jobId" in asked.value)) return answer(asked);
    const headers = { location: `${API_BASE}/routes/optimize/${asked.value.jobId}` };
    return ok({ body: asked.value, status: 202, headers });
  }),
  route(api.getOptimisation, async (deps, { params }) => answer(await getOptimisation(deps, params.jobId))),
  route(api.getRouteAnalytics, async (deps, { query }) => answer(await reports.getRouteAnalytics(deps, query))),
  route(api.getRouteHistory, async (deps, { params, query }) =>
    answer(await reports.getRouteHistory(deps, params.tripId, query)),
  ),
  route(api.notifyRoute, async (deps, { params, body }) => answer(await notifyRoute(deps, params.tripId, body))),
  route(api.shareRoute, async (deps, { params, body }) => answer(await reports.shareRoute(deps, params.tripId, body))),
];
