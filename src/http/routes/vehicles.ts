import * as api from "../../protocol/api/vehicles.ts";
import * as vehicles from "../../services/vehicles.ts";
import { makeOnce } from "../make-once.ts";
import { route } from "../route.ts";
import { answer } from "./answer.ts";

export const vehicleRoutes = [
  route(api.createVehicle, async (deps, { body }) =>
    answer(
      await makeOnce(deps, "vehicle", {
        find: (id) => vehicles.getVehicle(deps, id),
        make: (id) => vehicles.createVehicle(deps, body, id),
      }),
    ),
  ),
  route(api.listVehicles, async (deps, { query }) => answer(await vehicles.listVehicles(deps, query))),
  route(api.getVehicle, async (deps, { params }) => answer(await vehicles.getVehicle(deps, params.vehicleId))),
  route(api.updateVehicle, async (deps, { params, body }) =>
    answer(await vehicles.updateVehicle(deps, params.vehicleId, body)),
  ),
  route(api.retireVehicle, async (deps, { params }) => answer(await vehicles.retireVehicle(deps, params.vehicleId))),
];
