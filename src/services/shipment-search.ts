import { searchShipments as readShipments } from "../db/shipment-search.ts";
import type { Failure } from "../domain/failure.ts";
import { grantFor } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { ShipmentSearch } from "../protocol/api/shipment-search.ts";
import type { Shipment } from "../protocol/api/shipments.ts";
import { dbFailure } from "./db-failure.ts";
import { cutPage, pageLimit } from "./page.ts";
import { deskOf, type PeopleDeps } from "./people-desk.ts";
import { shipmentView } from "./shipment-contents.ts";
import { listScope } from "./shipments.ts";

export async function searchShipments(
  deps: PeopleDeps,
  { after, limit, proof, status: statuses, ...query }: ShipmentSearch,
): Promise<Result<{ items: Shipment[]; next?: string }, Failure>> {
  const grant = grantFor(deps.caller, "shipment", "list");
  if (grant === "none") return err({ tag: "forbidden" });
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const scope = listScope(caller, grant === "own", query);
  if (scope === null) return ok({ items: [] });
  const { wanted, read } = pageLimit(limit);
  const found = await readShipments(desk.tenant, { after, limit: read, proof, ...scope }, { ...query, statuses });
  if (!found.ok) return err(dbFailure(found.error));
  const { rows, ...next } = cutPage(found.value, wanted, (row) => row.id);
  return ok({ items: await Promise.all(rows.map(async (row) => shipmentView(desk, row))), ...next });
}
