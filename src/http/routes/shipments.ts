import { ok } from "../../domain/result.ts";
import * as api from "../../protocol/api/shipments.ts";
import { cancelShipment } from "../../services/shipment-cancel.ts";
import * as shipments from "../../services/shipments.ts";
import { route } from "../route.ts";
import { answer } from "./answer.ts";

export const shipmentRoutes = [
  route(api.createShipment, async (deps, { body }) => {
    const made = await shipments.createShipment(deps, body);
    return made.ok ? ok({ body: made.value.shipment, status: made.value.isNew ? 201 : 200 }) : made;
  }),
  route(api.listShipments, async (deps, { query }) => answer(await shipments.listShipments(deps, query))),
  route(api.getShipment, async (deps, { params }) => answer(await shipments.getShipment(deps, params.shipmentId))),
  route(api.cancelShipment, async (deps, { params }) => answer(await cancelShipment(deps, params.shipmentId))),
];
