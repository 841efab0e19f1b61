import { findShipments, type ShipmentRow } from "../db/shipments.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Alone } from "../protocol/api/each-alone.ts";
import type { BulkItem } from "../protocol/api/shipment-batches.ts";
import type { ShipmentId } from "../protocol/ids.ts";
import type { ShipmentStatus } from "../protocol/shipment.ts";
import { dbFailure } from "./db-failure.ts";
import { type Desk, deskOf } from "./people-desk.ts";
import { findUnproved, type Unproved } from "./proof-needed.ts";
import { withinItem } from "./shipment-batch.ts";
import { carryOut } from "./shipment-carry-out.ts";
import { type Changing, planChange, planProved, type ShipmentStep } from "./shipment-steps.ts";
import { isVisible } from "./shipments.ts";
import type { TripDeps } from "./trip-access.ts";

/** What became of one item, with the shipment as it is afterwards where it was found. */
export interface BulkOutcome {
  readonly shipmentId?: ShipmentId;
  readonly status?: ShipmentStatus;
  readonly version?: number;
  readonly failure?: Failure;
}

type Found = ReadonlyMap<ShipmentId, ShipmentRow>;
type Planned = Result<ShipmentStep, Failure>;

/** One statement finds all of them, two what has to prove them, and one writes what is to be written, whatever the number. */
export async function updateShipments(
  deps: TripDeps,
  items: readonly Alone<BulkItem>[],
): Promise<Result<BulkOutcome[], Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const ids = items.flatMap((item) => (item.ok ? [item.value.shipmentId] : []));
  const rows = await findShipments(desk.tenant, [...new Set(ids)]);
  if (!rows.ok) return err(dbFailure(rows.error));
  const found: Found = new Map(rows.value.filter((row) => isVisible(caller, row)).map((row) => [row.id, row]));
  const unproved = await findUnproved(desk.tenant, reportsOf(items, found));
  if (!unproved.ok) return unproved;
  const planned = await planAll(desk, items, { found, unproved: unproved.value }, { caller, now: deps.now() });
  const steps = planned.flatMap((plan) => (plan.ok ? [plan.value] : []));
  const carried = await carryOut(deps, opened.value, steps);
  if (!carried.ok) return carried;
  const done = carried.value.values();
  return ok(
    planned.map((plan, index) => {
      const item = items[index];
      const row = item?.ok ? found.get(item.value.shipmentId) : undefined;
      const outcome = plan.ok ? (done.next().value ?? err({ tag: "internal" })) : plan;
      return outcome.ok ? shown(outcome.value) : { ...(row && shown(row)), failure: withinItem(outcome.error) };
    }),
  );
}

function reportsOf(items: readonly Alone<BulkItem>[], found: Found) {
  return items.flatMap((item) => {
    const row = item.ok && found.get(item.value.shipmentId);
    return row && item.value.report ? [{ row, report: item.value.report }] : [];
  });
}

async function planAll(
  desk: Desk,
  items: readonly Alone<BulkItem>[],
  { found, unproved }: { readonly found: Found; readonly unproved: Unproved },
  asking: Pick<Changing, "caller" | "now">,
): Promise<Planned[]> {
  const named = new Set<ShipmentId>();
  return Promise.all(
    items.map(async (item): Promise<Planned> => {
      if (!item.ok) return err({ tag: "invalid-request", errors: [...item.errors] });
      const { shipmentId, version, report, change } = item.value;
      const row = found.get(shipmentId);
      if (!row) return err({ tag: "not-found" });
      // Both would be planned on the same version, and only one of them could be written.
      if (named.has(shipmentId)) return err({ tag: "conflict" });
      named.add(shipmentId);
      const changing = { ...asking, row, wanted: version === undefined ? undefined : [version] };
      if (report) return planProved(unproved, changing, report);
      return change ? planChange(desk, changing, change) : err({ tag: "invalid-request" });
    }),
  );
}

function shown({ id, status, version }: ShipmentRow): BulkOutcome {
  return { shipmentId: id, status, version };
}
