import * as api from "../../protocol/api/routes.ts";
import { notifyRoute } from "../../services/notify-route.ts";
import { optimiseRoutes } from "../../services/route-optimise.ts";
import * as reports from "../../services/route-reports.ts";
import { route } from "../route.ts";
import { answer } from "./answer.ts";

export const routeRoutes = [
  route(api.optimiseRoutes, async (deps, { body }) => answer(await optimiseRoutes(deps, body))),
  route(api.getRouteAnalytics, async (deps, { query }) => answer(await reports.getRouteAnalytics(deps, query))),
  route(api.getRouteHistory, async (deps, { params, query }) =>
    answer(await reports.getRouteHistory(deps, params.tripId, query)),
  ),
  route(api.notifyRoute, async (deps, { params, body }) => answer(await notifyRoute(deps, params.tripId, body))),
  route(api.shareRoute, async (deps, { params, body }) => answer(await reports.shareRoute(deps, params.tripId, body))),
];
