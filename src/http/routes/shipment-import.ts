import { ok } from "../../domain/result.ts";
import * as api from "../../protocol/api/shipment-import.ts";
import { importShipments, previewImport } from "../../services/shipment-import.ts";
import { itemProblem } from "../item-problem.ts";
import { rawRoute } from "../route.ts";
import { bodyText } from "../tracker-request.ts";

const NOT_STORED = { headers: { "cache-control": "no-store" } };

export const shipmentImportRoutes = [
  rawRoute(api.previewImport, async (deps, { query }, c) => {
    const read = await previewImport(deps, await bodyText(c.req.raw), query);
    return read.ok ? ok(Response.json(api.previewImport.output.parse(read.value), NOT_STORED)) : read;
  }),
  rawRoute(api.importShipments, async (deps, { query }, c) => {
    const done = await importShipments(deps, await bodyText(c.req.raw), query);
    if (!done.ok) return done;
    const rows = done.value.rows.map(({ row, done: one }) =>
      one.ok ? { row, ...one.value } : { row, outcome: "refused" as const, problem: itemProblem(one.error) },
    );
    const count = (outcome: string) => rows.filter((one) => one.outcome === outcome).length;
    const counts = { created: count("created"), exists: count("exists"), refused: count("refused") };
    return ok(Response.json(api.importShipments.output.parse({ ...done.value.table, ...counts, rows }), NOT_STORED));
  }),
];
