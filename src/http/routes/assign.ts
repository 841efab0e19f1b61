import * as api from "../../protocol/api/assign.ts";
import { assignShipment, unassignShipment } from "../../services/shipment-assign.ts";
import { reattemptShipment } from "../../services/shipment-reattempt.ts";
import { route } from "../route.ts";
import { answer } from "./answer.ts";

export const assignRoutes = [
  route(api.assignShipment, async (deps, { params, body }) =>
    answer(await assignShipment(deps, params.shipmentId, body)),
  ),
  route(api.reattemptShipment, async (deps, { params, body }) =>
    answer(await reattemptShipment(deps, params.shipmentId, body)),
  ),
  route(api.unassignShipment, async (deps, { params }) => answer(await unassignShipment(deps, params.shipmentId))),
];
