import type { ShipmentNote } from "../db/shipment-writes.ts";
import { newRowId } from "../platform/new-row-id.ts";
import type { ShipmentChange } from "../protocol/api/shipment-changes.ts";
import type { ShipmentStatus } from "../protocol/shipment.ts";

/** Lines of a shipment's own log, for what no trip's object writes down. */
export function createdNote(actor: string, now: number): ShipmentNote {
  return { ...lineOf(actor, now, now), kind: "created", status: "created" };
}

export function changedNote(change: ShipmentChange, actor: string, now: number): ShipmentNote {
  return { ...lineOf(actor, now, now), kind: "changed", fields: Object.keys(change) };
}

export function statusNote(
  { status, reason }: { readonly status: ShipmentStatus; readonly reason?: string | undefined },
  actor: string,
  { happenedAt, now }: { readonly happenedAt: number; readonly now: number },
): ShipmentNote {
  return { ...lineOf(actor, happenedAt, now), kind: "status", status, reason: reason ?? null };
}

function lineOf(actor: string, happenedAt: number, recordedAt: number) {
  return { id: newRowId.event(), actor, happenedAt, recordedAt, status: null, reason: null, fields: [] };
}
