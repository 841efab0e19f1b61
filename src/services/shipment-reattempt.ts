import { putBackShipment } from "../db/shipment-writes.ts";
import { actorOf } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { mayReport, mayShipment } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Shipment } from "../protocol/api/shipments.ts";
import type { ShipmentId } from "../protocol/ids.ts";
import { DELIVERY_ATTEMPTS_MAX } from "../protocol/shipment.ts";
import { dbFailure } from "./db-failure.ts";
import type { Asked } from "./shipment-assign.ts";
import { shipmentView } from "./shipment-contents.ts";
import { statusNote } from "./shipment-notes.ts";
import { getShipment, visibleShipment } from "./shipments.ts";
import type { TripDeps } from "./trip-access.ts";

/**
 * What failed waits for a trip again. A trip that still has it lets it go first and writes that down; of one that is over,
 * and of none, the shipment's own log tells. Asked twice, the second time changes nothing.
 */
export async function reattemptShipment(
  deps: TripDeps,
  shipmentId: ShipmentId,
  { reason }: { readonly reason?: string | undefined },
): Promise<Result<Shipment, Failure>> {
  // To be at the door again is the driver's own to decide while the trip runs: another trip is the desk's.
  if (deps.caller.kind === "driver" || !mayReport(deps.caller, "created")) return err({ tag: "forbidden" });
  const found = await visibleShipment(deps, shipmentId);
  if (!found.ok) return found;
  const { desk, caller, row } = found.value;
  if (!mayShipment(caller, "update", { ...row, shipmentId })) return err({ tag: "not-found" });
  if (row.status === "created" && row.failedAttempts > 0) return ok(await shipmentView(desk, row));
  if (row.status !== "failed") return err({ tag: "not-allowed-now" });
  if (row.failedAttempts >= DELIVERY_ATTEMPTS_MAX) return err(triedEnough());
  const released = await letGo(deps, found.value, reason);
  if (!released.ok) return released;
  const { tripId } = row;
  const now = deps.now();
  const note = statusNote({ status: "created", reason }, actorOf(caller), { happenedAt: now, now });
  const written = await putBackShipment(desk.tenant, { id: shipmentId, tripId }, released.value ? null : note);
  return written.ok ? getShipment(deps, shipmentId) : err(dbFailure(written.error));
}

/** Whether a trip has written down that it is put back. */
async function letGo(
  deps: TripDeps,
  { caller, row: { id: shipmentId, tripId, driverId } }: Asked,
  reason: string | undefined,
): Promise<Result<boolean, Failure>> {
  // Who carries it is known of trips that are not over.
  if (tripId === null || driverId === null) return ok(false);
  const command = { type: "put-back", shipmentId, reason: reason ?? null } as const;
  const told = await deps.trip(caller.tenantId, tripId).command(command, actorOf(caller));
  // The driver is at the door again already.
  if (!told.ok && told.error.tag === "not-allowed-now") return err({ tag: "not-allowed-now" });
  return ok(told.ok);
}

function triedEnough(): Failure {
  const message = `was tried ${DELIVERY_ATTEMPTS_MAX} times in vain: it can only be returned`;
  return { tag: "not-allowed-now", errors: [{ path: "params.shipmentId", message }] };
}
