import type { ShipmentWrite } from "../db/shipment-writes.ts";
import type { ShipmentRow } from "../db/shipments.ts";
import { actorOf, type KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { mayReport, mayShipment } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { isShipmentOver, nextShipmentStatus, toldEvent } from "../domain/shipment-state.ts";
import type { TripCommand } from "../domain/trip-step.ts";
import type { ShipmentChange, StatusReport } from "../protocol/api/shipment-changes.ts";
import { isWanted, type WantedVersions } from "../protocol/api/entity-tag.ts";
import type { TripId } from "../protocol/ids.ts";
import type { Desk } from "./people-desk.ts";
import { proofRefusal, type Unproved } from "./proof-needed.ts";
import { changedColumns } from "./shipment-contents.ts";
import { changedNote, statusNote } from "./shipment-notes.ts";
import { moveOf, type TripMove } from "./shipment-relocate.ts";

/** What one change comes to: nothing, a row to write, or something that the trip's object decides. */
export type ShipmentStep =
  | { readonly kind: "same"; readonly row: ShipmentRow }
  | {
      readonly kind: "write";
      readonly row: ShipmentRow;
      readonly write: ShipmentWrite;
      readonly move?: TripMove | undefined;
    }
  | {
      readonly kind: "tell";
      readonly row: ShipmentRow;
      readonly tripId: TripId;
      readonly command: TripCommand;
      readonly at: number | undefined;
    };

/** Who changes a shipment that they may see, which versions of it, and when. */
export interface Changing {
  readonly caller: KnownCaller;
  readonly row: ShipmentRow;
  readonly wanted: WantedVersions | undefined;
  readonly now: number;
}

export async function planChange(
  desk: Desk,
  { caller, row, wanted, now }: Changing,
  change: ShipmentChange,
): Promise<Result<ShipmentStep, Failure>> {
  // A driver reports; what was agreed with the recipient is the desk's.
  if (caller.kind === "driver" || !mayShipment(caller, "update", scopeOf(row))) return err({ tag: "forbidden" });
  if (!isWanted(wanted, row.version)) return err({ tag: "version-conflict" });
  if (isShipmentOver(row.status)) return err({ tag: "not-allowed-now" });
  const move = moveOf(row, change);
  if (!move.ok) return move;
  const columns = await changedColumns(desk, row.id, change);
  if (!columns.ok) return columns;
  const note = changedNote(change, actorOf(caller), now);
  return ok({ kind: "write", row, write: { row: { ...row, ...columns.value }, note }, move: move.value });
}

/** The same of a report, once it is known what lacks the proof that its rule asks for. */
export function planProved(
  unproved: Unproved,
  changing: Changing,
  report: StatusReport,
): Result<ShipmentStep, Failure> {
  const planned = planStatus(changing, report);
  if (!planned.ok) return planned;
  const refused = proofRefusal(unproved, changing, report);
  return refused ? err(refused) : planned;
}

/** A trip that is not over is the one writer of what it carries, until that is over. */
function planStatus(changing: Changing, report: StatusReport): Result<ShipmentStep, Failure> {
  const { caller, row, wanted } = changing;
  const { status, at, reason = null } = report;
  if (!mayReport(caller, status) || !mayShipment(caller, "update", scopeOf(row))) return err({ tag: "forbidden" });
  if (!isWanted(wanted, row.version)) return err({ tag: "version-conflict" });
  const { id: shipmentId, tripId } = row;
  if (tripId !== null && row.driverId !== null && !isShipmentOver(row.status)) {
    // Whatever is asked for is there by now, or the desk answers for it: the trip need not ask again.
    const told = { type: "shipment" as const, status, isVouched: true };
    const command = status === "cancelled" ? { type: "withdraw" as const } : told;
    return ok({ kind: "tell", row, tripId, command: { ...command, shipmentId, reason }, at });
  }
  return planWaiting(changing, report);
}

/** Of one that no trip carries. */
function planWaiting({ caller, row, now }: Changing, report: StatusReport): Result<ShipmentStep, Failure> {
  const { status, at } = report;
  const event = status === "cancelled" ? "cancel" : toldEvent(status);
  const next = event && nextShipmentStatus(row.status, event);
  if (!next?.ok) return err({ tag: "not-allowed-now" });
  if (next.value === row.status) return ok({ kind: "same", row });
  // Nothing happened to it before it was there, nor after now, whatever a device's clock says.
  const happenedAt = Math.max(Math.min(at ?? now, now), Math.min(row.createdAt, now));
  const closedAt = isShipmentOver(next.value) ? happenedAt : null;
  const note = statusNote(report, actorOf(caller), { happenedAt, now });
  return ok({ kind: "write", row, write: { row: { ...row, status: next.value, closedAt }, note } });
}

function scopeOf(row: ShipmentRow) {
  return { ...row, shipmentId: row.id };
}
