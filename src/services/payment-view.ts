import type { PaymentRow } from "../db/payments.ts";
import type { Payment } from "../protocol/api/payments.ts";
import type { PaymentId } from "../protocol/ids.ts";
import type { Desk } from "./people-desk.ts";

/** Where the note of whoever decided is sealed. */
export function resolutionPlace(row: PaymentId) {
  return { table: "payments", column: "resolution_note_sealed", row };
}

export async function paymentView(desk: Desk, row: PaymentRow): Promise<Payment> {
  const { id, shipmentId, method, status, amountMinor, currency, collectedBy, takenAt, providerRef } = row;
  const { declineCode, asks, confirmedAt, version } = row;
  return {
    id,
    shipmentId,
    method,
    status,
    amount: { amountMinor, currency },
    collectedBy,
    takenAt,
    providerRef,
    declineCode,
    asks,
    confirmedAt,
    resolution: await resolutionOf(desk, row),
    version,
  };
}

async function resolutionOf(
  desk: Desk,
  { id, resolvedAt, resolvedBy, resolutionNoteSealed: sealed }: PaymentRow,
): Promise<Payment["resolution"]> {
  if (resolvedAt === null || resolvedBy === null) return null;
  return {
    at: resolvedAt,
    by: resolvedBy,
    note: sealed === null ? null : await desk.open(resolutionPlace(id), sealed),
  };
}
