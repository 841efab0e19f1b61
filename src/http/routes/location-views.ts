import { listLocationViews } from "../../protocol/api/location-views.ts";
import * as views from "../../services/location-views.ts";
import { route } from "../route.ts";
import { answer } from "./answer.ts";

export const locationViewRoutes = [
  route(listLocationViews, async (deps, { params, query }) =>
    answer(await views.listLocationViews(deps, params.driverId, query)),
  ),
];
