import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { findPayment, type PaymentRow } from "../db/payments.ts";
import { isSigned } from "../platform/payments/event-signature.ts";
import type { ChargeNews, ChargeState } from "../platform/payments/payment-provider.ts";
import { readChargeNews } from "../platform/payments/stripe-intent.ts";
import { dbFailure } from "./db-failure.ts";
import type { PaymentEventDeps } from "./payment-deps.ts";
import { noteState } from "./payment-steps.ts";

/** One is some 4 KiB. */
const EVENT_MAX_CHARS = 64 * 1024;

/**
 * Not found for whoever has not the provider's signature. What is none of ours is accepted and forgotten: a refusal would
 * have it sent again for three days.
 */
export async function receivePaymentEvent(
  deps: PaymentEventDeps,
  header: string | undefined,
  body: string,
): Promise<Result<{ received: true }, Failure>> {
  const secrets = await deps.paymentEventSecrets();
  const isGenuine =
    header !== undefined && body.length <= EVENT_MAX_CHARS && (await isSigned({ header, body }, secrets, deps.now()));
  if (!isGenuine) return err({ tag: "not-found" });
  const news = readChargeNews(JSON.parse(body));
  if (!news) return ok({ received: true });
  return hear(deps, news);
}

async function hear(deps: PaymentEventDeps, news: ChargeNews): Promise<Result<{ received: true }, Failure>> {
  const { tenantId, paymentId } = news;
  const tenant = deps.db.forTenant({ tenantId, actor: "payments", requestId: deps.requestId });
  const found = await findPayment(tenant, paymentId);
  if (!found.ok) return err(dbFailure(found.error));
  if (found.value?.method !== "card") {
    deps.log({ event: "payment.stranger", tenantId });
    return ok({ received: true });
  }
  const noted = await noteState(tenant, paymentId, stateFor(found.value, news), deps.now());
  if (noted.ok) return ok({ received: true });
  // Told again in a while, when those who were quicker are done.
  return err(noted.error.tag === "version-conflict" ? { tag: "unavailable" } : noted.error);
}

/** Of another amount than was asked for nothing is believed. */
function stateFor(row: PaymentRow, { amountMinor, currency, state }: ChargeNews): ChargeState {
  const isSame = row.amountMinor === amountMinor && row.currency === currency;
  return isSame || state.providerRef === null ? state : { tag: "doubt", providerRef: state.providerRef };
}
