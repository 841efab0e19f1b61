import type { Failure } from "../../domain/failure.ts";
import { ok, type Result } from "../../domain/result.ts";
import * as changes from "../../protocol/api/shipment-changes.ts";
import { versionTag } from "../../protocol/api/entity-tag.ts";
import { searchShipments as searchEndpoint } from "../../protocol/api/shipment-search.ts";
import * as api from "../../protocol/api/shipments.ts";
import { callOffShipment, changeShipment, setShipmentStatus } from "../../services/shipment-changes.ts";
import { listShipmentHistory } from "../../services/shipment-history.ts";
import { searchShipments } from "../../services/shipment-search.ts";
import * as shipments from "../../services/shipments.ts";
import { deferringRoute } from "../deferring-route.ts";
import { route } from "../route.ts";
import { answer } from "./answer.ts";

export const shipmentRoutes = [
  deferringRoute(api.createShipment, async (deps, { body }) => {
    const made = await shipments.createShipment(deps, body);
    if (!made.ok) return made;
    const { shipment, isNew } = made.value;
    return ok({ ...tagged(shipment), status: isNew ? 201 : 200 });
  }),
  route(api.listShipments, async (deps, { query }) => answer(await shipments.listShipments(deps, query))),
  // Before the one with an id, which would take the word for one.
  route(searchEndpoint, async (deps, { query }) => answer(await searchShipments(deps, query))),
  route(api.getShipment, async (deps, { params }) => shown(await shipments.showShipment(deps, params.shipmentId))),
  route(api.cancelShipment, async (deps, { params, headers, body }) =>
    shown(await callOffShipment(deps, params.shipmentId, body, headers["if-match"])),
  ),
  route(changes.changeShipment, async (deps, { params, headers, body }) =>
    shown(await changeShipment(deps, params.shipmentId, body, headers["if-match"])),
  ),
  route(changes.setShipmentStatus, async (deps, { params, headers, body }) =>
    shown(await setShipmentStatus(deps, params.shipmentId, body, headers["if-match"])),
  ),
  route(changes.listShipmentHistory, async (deps, { params, query }) =>
    answer(await listShipmentHistory(deps, params.shipmentId, query)),
  ),
];

function tagged(body: api.Shipment) {
  return { body, headers: { etag: versionTag(body.version) } };
}

/** Without a tag where the row is still to come: nobody should base a change on it. */
function shown(done: Result<shipments.ShownShipment, Failure>) {
  if (!done.ok) return done;
  const { shipment, isLive } = done.value;
  return ok(isLive ? { body: shipment } : tagged(shipment));
}
