import * as api from "../../protocol/api/positions.ts";
import { sendActions, sendPositions, storeLocations } from "../../services/positions.ts";
import { route } from "../route.ts";
import { answer } from "./answer.ts";

export const positionRoutes = [
  route(api.sendPositions, async (deps, { body }) => answer(await sendPositions(deps, body))),
  route(api.sendActions, async (deps, { body }) => answer(await sendActions(deps, body))),
  route(api.putLocation, async (deps, { params, body }) => answer(await storeLocations(deps, params.driverId, [body]))),
  route(api.addLocations, async (deps, { params, body }) =>
    answer(await storeLocations(deps, params.driverId, body.locations)),
  ),
];
