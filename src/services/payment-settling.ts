import { changePayment, findPayment, type PaymentRow } from "../db/payments.ts";
import type { Failure } from "../domain/failure.ts";
import { nextPaymentStatus } from "../domain/payment/payment-state.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { logError } from "../platform/log.ts";
import type { PaymentId, TenantId } from "../protocol/ids.ts";
import type { ConfirmPaymentJob } from "../protocol/jobs.ts";
import { dbFailure } from "./db-failure.ts";
import type { SettleDeps } from "./payment-deps.ts";
import { askProvider } from "./payment-provider-call.ts";
import { noteState } from "./payment-steps.ts";
import { type Desk, openDesk } from "./people-desk.ts";

/** The provider's keys live for a day: an older question could charge a second time, so a person decides. */
const ASKED_MAX_MS = 20 * 60 * 60_000;
/** A provider that only needed a moment more has answered by then. */
const FIRST_RETRY_SECONDS = 2;

type SettleError = Failure | { readonly tag: "no-answer" };

/** Where the card's token is sealed. */
export function tokenPlace(row: PaymentId) {
  return { table: "payments", column: "card_token_sealed", row };
}

/** Asks the provider about one that is pending, and writes the answer down. `no-answer`: it is still pending. */
export async function settlePayment(
  deps: SettleDeps,
  desk: Desk,
  row: PaymentRow,
): Promise<Result<PaymentRow, SettleError>> {
  const { id: paymentId, tenantId, amountMinor, currency, idempotencyKey, providerRef, cardTokenSealed } = row;
  if (row.status !== "pending" || cardTokenSealed === null) return ok(row);
  const now = deps.now();
  if (now - row.createdAt > ASKED_MAX_MS) return giveUp(desk, row);
  // Counted before it is asked: a count that is lost would be of a question that was.
  const counted = await changePayment(desk.tenant, row, { askedAt: now, asks: row.asks + 1 });
  if (!counted.ok) return err(dbFailure(counted.error));
  // Somebody else asks, or has had the answer: it is looked at again.
  if (!counted.value) return err({ tag: "no-answer" });
  const cardToken = await desk.open(tokenPlace(paymentId), cardTokenSealed);
  const charge = { tenantId, paymentId, idempotencyKey, amountMinor, currency, cardToken, providerRef };
  const state = await askProvider(deps, charge);
  if (!state.ok) return err({ tag: "no-answer" });
  return noteState(desk.tenant, paymentId, state.value, deps.now());
}

/** A message of the queue: the provider was silent when the card was at the door. */
export async function confirmPayment(
  deps: SettleDeps,
  { tenantId, paymentId }: Omit<ConfirmPaymentJob, "kind">,
): Promise<Result<void, SettleError>> {
  const read = await readPayment(deps, tenantId, paymentId);
  if (!read.ok) return read;
  const { desk, row } = read.value;
  if (!row) return ok(undefined);
  const settled = await settlePayment(deps, desk, row);
  return settled.ok ? ok(undefined) : settled;
}

/** The queue has tried often enough: from now on it is a person's business, and the provider may still tell by itself. */
export async function doubtPayment(
  deps: SettleDeps,
  { tenantId, paymentId }: Omit<ConfirmPaymentJob, "kind">,
): Promise<Result<void, Failure>> {
  const read = await readPayment(deps, tenantId, paymentId);
  if (!read.ok) return read;
  const { desk, row } = read.value;
  if (row?.status !== "pending") return ok(undefined);
  const given = await giveUp(desk, row);
  return given.ok ? ok(undefined) : given;
}

async function readPayment(
  deps: SettleDeps,
  tenantId: TenantId,
  paymentId: PaymentId,
): Promise<Result<{ desk: Desk; row: PaymentRow | undefined }, Failure>> {
  const desk = await openDesk(deps, { tenantId, actor: "payments" });
  if (!desk.ok) return desk;
  const found = await findPayment(desk.value.tenant, paymentId);
  return found.ok ? ok({ desk: desk.value, row: found.value }) : err(dbFailure(found.error));
}

async function giveUp({ tenant }: Desk, row: PaymentRow): Promise<Result<PaymentRow, Failure>> {
  const next = nextPaymentStatus(row.status, "doubt");
  if (!next.ok) return ok(row);
  const changed = await changePayment(tenant, row, { status: next.value, cardTokenSealed: null });
  if (!changed.ok) return err(dbFailure(changed.error));
  // It moved at this very moment, which is all that is wanted of it.
  return ok(changed.value ?? row);
}

/** A queue that does not take it costs five minutes, and not the payment. */
export async function askLater(
  { queues, log }: Pick<SettleDeps, "queues" | "log">,
  tenantId: TenantId,
  paymentId: PaymentId,
): Promise<void> {
  try {
    await queues.payments.send({ kind: "confirm-payment", tenantId, paymentId }, { delaySeconds: FIRST_RETRY_SECONDS });
  } catch (error) {
    logError(log, "payments queue", error);
  }
}
