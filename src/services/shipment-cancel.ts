import { cancelShipment as cancelRow } from "../db/shipments.ts";
import { actorOf } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { mayShipment } from "../domain/permissions.ts";
import { err, type Result } from "../domain/result.ts";
import { nextShipmentStatus } from "../domain/shipment-state.ts";
import type { Shipment } from "../protocol/api/shipments.ts";
import type { ShipmentId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import { getShipment, visibleShipment } from "./shipments.ts";
import type { TripDeps } from "./trip-access.ts";

/**
 * The trip that carries it is asked first, because it alone knows whether it was picked up. If we die after that, the
 * trip's ledger cancels the row all the same.
 */
export async function cancelShipment(deps: TripDeps, shipmentId: ShipmentId): Promise<Result<Shipment, Failure>> {
  if (deps.caller.kind === "driver") return err({ tag: "forbidden" });
  const found = await visibleShipment(deps, shipmentId);
  if (!found.ok) return found;
  const { caller, desk, row } = found.value;
  const { id, tripId, status } = row;
  if (!mayShipment(caller, "update", { ...row, shipmentId })) return err({ tag: "not-found" });
  if (!nextShipmentStatus(status, "cancel").ok) return err({ tag: "not-allowed-now" });
  if (tripId !== null && status !== "cancelled") {
    const command = { type: "withdraw", shipmentId, reason: null } as const;
    const told = await deps.trip(caller.tenantId, tripId).command(command, actorOf(caller));
    if (!told.ok && told.error.tag === "not-allowed-now") return err({ tag: "not-allowed-now" });
  }
  const cancelled = await cancelRow(desk.tenant, { id, tripId, now: deps.now() });
  if (cancelled.ok) return getShipment(deps, shipmentId);
  // A trip took it, or picked it up, since we looked.
  return err(cancelled.error.tag === "not-found" ? { tag: "conflict" } : dbFailure(cancelled.error));
}
