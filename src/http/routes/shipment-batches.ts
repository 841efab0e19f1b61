import { ok } from "../../domain/result.ts";
import * as api from "../../protocol/api/shipment-batches.ts";
import { createShipments } from "../../services/shipment-batch.ts";
import { updateShipments } from "../../services/shipment-bulk.ts";
import { itemProblem } from "../item-problem.ts";
import { route } from "../route.ts";

export const shipmentBatchRoutes = [
  route(api.createShipments, async (deps, { body }) => {
    const made = await createShipments(deps, body.items);
    if (!made.ok) return made;
    const items = made.value.map((one) =>
      one.ok ? one.value : { outcome: "refused" as const, problem: itemProblem(one.error) },
    );
    return ok({ body: { items } });
  }),
  route(api.updateShipments, async (deps, { body }) => {
    const done = await updateShipments(deps, body.items);
    if (!done.ok) return done;
    const items = done.value.map(({ failure, ...shown }) =>
      failure
        ? { outcome: "refused" as const, ...shown, problem: itemProblem(failure) }
        : { outcome: "done" as const, ...shown },
    );
    return ok({ body: { items } });
  }),
];
