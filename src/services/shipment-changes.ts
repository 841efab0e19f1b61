import { findShipment, type ShipmentRow } from "../db/shipments.ts";
import type { KnownCaller } from "../domain/caller.ts";
import { carriedStatus } from "../domain/carried-status.ts";
import type { Failure } from "../domain/failure.ts";
import { mayReport } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { reasonLine } from "../domain/told-reason.ts";
import type { ShipmentCallOff } from "../protocol/api/call-off.ts";
import type { WantedVersions } from "../protocol/api/entity-tag.ts";
import type { ShipmentChange, StatusReport } from "../protocol/api/shipment-changes.ts";
import type { ShipmentId } from "../protocol/ids.ts";
import type { Desk } from "./people-desk.ts";
import { findUnproved } from "./proof-needed.ts";
import { carryOut } from "./shipment-carry-out.ts";
import { shipmentView } from "./shipment-contents.ts";
import { type Changing, planChange, planProved, type ShipmentStep } from "./shipment-steps.ts";
import { type ShownShipment, visibleShipment } from "./shipments.ts";
import type { TripDeps } from "./trip-access.ts";

type Answer = Promise<Result<ShownShipment, Failure>>;
type Plan = (desk: Desk, changing: Changing) => Promise<Result<ShipmentStep, Failure>>;

export async function changeShipment(
  deps: TripDeps,
  shipmentId: ShipmentId,
  change: ShipmentChange,
  wanted: WantedVersions | undefined,
): Answer {
  // Before anything is looked up: a role is refused the same way whatever there is.
  if (deps.caller.kind === "driver") return err({ tag: "forbidden" });
  return changeOne(deps, shipmentId, wanted, async (desk, changing) => planChange(desk, changing, change));
}

export async function setShipmentStatus(
  deps: TripDeps,
  shipmentId: ShipmentId,
  report: StatusReport,
  wanted: WantedVersions | undefined,
): Answer {
  if (!mayReport(deps.caller, report.status)) return err({ tag: "forbidden" });
  return changeOne(deps, shipmentId, wanted, async ({ tenant }, changing) => {
    const unproved = await findUnproved(tenant, [{ row: changing.row, report }]);
    return unproved.ok ? planProved(unproved.value, changing, report) : unproved;
  });
}

/** With a word of the list, which its customer reads, and a note for the staff. */
export async function callOffShipment(
  deps: TripDeps,
  shipmentId: ShipmentId,
  callOff: ShipmentCallOff,
  wanted?: WantedVersions,
): Answer {
  const reason = reasonLine(callOff);
  return setShipmentStatus(deps, shipmentId, { status: "cancelled", ...(reason !== null && { reason }) }, wanted);
}

async function changeOne(
  deps: TripDeps,
  shipmentId: ShipmentId,
  wanted: WantedVersions | undefined,
  plan: Plan,
): Answer {
  const found = await visibleShipment(deps, shipmentId);
  if (!found.ok) return found;
  const { desk, caller, row } = found.value;
  const planned = await plan(desk, { caller, row, wanted, now: deps.now() });
  if (!planned.ok) return refused(desk, row, planned.error);
  const step = planned.value;
  const carried = await carryOut(deps, { desk, caller }, [step]);
  if (!carried.ok) return carried;
  const [done] = carried.value;
  if (done?.ok) return ok({ shipment: await shipmentView(desk, done.value), isLive: step.kind === "tell" });
  const failure = done?.error ?? { tag: "internal" as const };
  return refused(desk, await newest(deps, step, { desk, caller }), failure);
}

/** Whoever came too late is shown what there is now. */
async function refused(desk: Desk, row: ShipmentRow, failure: Failure): Answer {
  if (failure.tag !== "version-conflict" && failure.tag !== "not-allowed-now") return err(failure);
  return err({ ...failure, current: await shipmentView(desk, row) });
}

/** As the trip knows it, or as somebody else has just written it. */
async function newest(
  deps: Pick<TripDeps, "trip">,
  step: ShipmentStep,
  { desk, caller }: { readonly desk: Desk; readonly caller: KnownCaller },
): Promise<ShipmentRow> {
  const { row } = step;
  if (step.kind === "tell") {
    const picture = await deps.trip(caller.tenantId, step.tripId).picture();
    return { ...row, status: (picture && carriedStatus(picture.trip, row.id)) ?? row.status };
  }
  const found = await findShipment(desk.tenant, row.id);
  return found.ok && found.value ? found.value : row;
}
