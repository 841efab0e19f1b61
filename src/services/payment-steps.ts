import { changePayment, findPayment, type PaymentRow } from "../db/payments.ts";
import type { TenantQueries } from "../db/client.ts";
import type { Failure } from "../domain/failure.ts";
import { nextPaymentStatus, type PaymentEvent } from "../domain/payment/payment-state.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { ChargeState } from "../platform/payments/payment-provider.ts";
import type { PaymentId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";

/** The provider's answer, its event and a person may meet on one row: whoever lost reads again, and these are three. */
const TRIES = 4;

const EVENT: Record<Exclude<ChargeState["tag"], "waiting">, PaymentEvent> = {
  confirmed: "confirm",
  declined: "decline",
  doubt: "doubt",
};

/** Writes down what the provider says, however often and in whatever order it says it. */
export async function noteState(
  tenant: TenantQueries,
  paymentId: PaymentId,
  state: ChargeState,
  now: number,
): Promise<Result<PaymentRow, Failure>> {
  for (let tries = 1; tries <= TRIES; tries++) {
    const found = await findPayment(tenant, paymentId);
    if (!found.ok) return err(dbFailure(found.error));
    if (!found.value) return err({ tag: "not-found" });
    const change = changeBy(found.value, state, now);
    if (!change) return ok(found.value);
    const changed = await changePayment(tenant, found.value, change);
    if (!changed.ok) return err(dbFailure(changed.error));
    if (changed.value) return ok(changed.value);
  }
  return err({ tag: "version-conflict" });
}

/** Undefined where nothing changes. */
function changeBy(row: PaymentRow, state: ChargeState, now: number): Partial<PaymentRow> | undefined {
  const providerRef = row.providerRef ?? state.providerRef;
  if (state.tag === "waiting") return row.providerRef === providerRef ? undefined : { providerRef };
  // Said before: whatever a person has decided since, knowing it, stands.
  if (state.tag === "confirmed" && row.confirmedAt !== null) return undefined;
  const next = nextPaymentStatus(row.status, EVENT[state.tag]);
  if (!next.ok) return undefined;
  const confirmedAt = state.tag === "confirmed" ? now : row.confirmedAt;
  if (next.value === row.status && confirmedAt === row.confirmedAt) return undefined;
  const declineCode = state.tag === "declined" ? state.code : null;
  return { status: next.value, providerRef, declineCode, confirmedAt, cardTokenSealed: null };
}
