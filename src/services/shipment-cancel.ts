import { cancelShipment as cancelRow, type ShipmentRow } from "../db/shipments.ts";
import { writeShipments } from "../db/shipment-writes.ts";
import { actorOf } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { mayShipment } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { nextShipmentStatus } from "../domain/shipment-state.ts";
import { reasonLine } from "../domain/told-reason.ts";
import type { ShipmentCallOff } from "../protocol/api/call-off.ts";
import type { Shipment } from "../protocol/api/shipments.ts";
import type { ShipmentId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import type { Desk } from "./people-desk.ts";
import { shipmentView } from "./shipment-contents.ts";
import { statusNote } from "./shipment-notes.ts";
import { getShipment, visibleShipment } from "./shipments.ts";
import type { TripDeps } from "./trip-access.ts";

/**
 * The trip that carries it is asked first, because it alone knows whether it was picked up. If we die after that, the
 * trip's ledger cancels the row all the same.
 */
export async function cancelShipment(
  deps: TripDeps,
  shipmentId: ShipmentId,
  callOff: ShipmentCallOff,
): Promise<Result<Shipment, Failure>> {
  if (deps.caller.kind === "driver") return err({ tag: "forbidden" });
  const found = await visibleShipment(deps, shipmentId);
  if (!found.ok) return found;
  const { caller, desk, row } = found.value;
  const { id, tripId, status } = row;
  if (!mayShipment(caller, "update", { ...row, shipmentId })) return err({ tag: "not-found" });
  if (!nextShipmentStatus(status, "cancel").ok) return err({ tag: "not-allowed-now" });
  const reason = reasonLine(callOff);
  if (tripId === null) return cancelWaiting(deps, desk, { row, reason });
  if (status !== "cancelled") {
    const command = { type: "withdraw", shipmentId, reason } as const;
    const told = await deps.trip(caller.tenantId, tripId).command(command, actorOf(caller));
    if (!told.ok && told.error.tag === "not-allowed-now") return err({ tag: "not-allowed-now" });
  }
  const cancelled = await cancelRow(desk.tenant, { id, tripId, now: deps.now() });
  if (cancelled.ok) return getShipment(deps, shipmentId);
  // A trip took it, or picked it up, since we looked.
  return err(cancelled.error.tag === "not-found" ? { tag: "conflict" } : dbFailure(cancelled.error));
}

/** No trip has it, so that its own log tells of it. */
async function cancelWaiting(
  deps: TripDeps,
  desk: Desk,
  { row, reason }: { readonly row: ShipmentRow; readonly reason: string | null },
): Promise<Result<Shipment, Failure>> {
  if (row.status === "cancelled") return ok(await shipmentView(desk, row));
  const now = deps.now();
  const report = { status: "cancelled" as const, ...(reason !== null && { reason }) };
  const note = statusNote(report, actorOf(deps.caller), { happenedAt: now, now });
  const cancelled = { ...row, status: "cancelled" as const, closedAt: now };
  const written = await writeShipments(desk.tenant, [{ row: cancelled, note }]);
  if (!written.ok) return err(dbFailure(written.error));
  return written.value.has(row.id) ? getShipment(deps, row.id) : err({ tag: "conflict" });
}
