import * as api from "../../protocol/api/vehicles.ts";
import * as vehicles from "../../services/vehicles.ts";
import { route } from "../route.ts";
import { answer } from "./answer.ts";

export const vehicleRoutes = [
  route(api.createVehicle, async (deps, { body }) => answer(await vehicles.createVehicle(deps, body))),
  route(api.listVehicles, async (deps, { query }) => answer(await vehicles.listVehicles(deps, query))),
  route(api.getVehicle, async (deps, { params }) => answer(await vehicles.getVehicle(deps, params.vehicleId))),
  route(api.updateVehicle, async (deps, { params, body }) =>
    answer(await vehicles.updateVehicle(deps, params.vehicleId, body)),
  ),
  route(api.retireVehicle, async (deps, { params }) => answer(await vehicles.retireVehicle(deps, params.vehicleId))),
];
