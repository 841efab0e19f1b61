import * as z from "zod";
import { PaymentId, TenantId } from "../../protocol/ids.ts";
import type { Charge, ChargeNews, ChargeState } from "./payment-provider.ts";

/** Their codes are lower-case words; anything else is not passed on. */
const Code = z
  .string()
  .regex(/^[a-z_]{1,64}$/)
  .catch("declined");

const Failed = z.object({ code: Code.optional(), decline_code: Code.optional() });

/** Of a PaymentIntent, what counts here. */
export const Intent = z.object({
  id: z.string().regex(/^\w{1,255}$/),
  status: z.string(),
  amount: z.int(),
  currency: z.string().toUpperCase(),
  metadata: z.object({ tenant_id: z.string().optional(), payment_id: z.string().optional() }).default({}),
  last_payment_error: Failed.nullish(),
});
type Intent = z.infer<typeof Intent>;

/** A card that was refused has the intent in it. */
export const Refused = z.object({
  error: z.object({ ...Failed.shape, payment_intent: Intent.optional() }),
});

/** It names the tenant and the payment, so that what is told later finds its way; nothing about anybody is sent. */
export function intentForm({ tenantId, paymentId, amountMinor, currency, cardToken }: Charge): URLSearchParams {
  return new URLSearchParams({
    amount: String(amountMinor),
    currency: currency.toLowerCase(),
    payment_method: cardToken,
    "payment_method_types[]": "card",
    confirm: "true",
    // Nobody stands at a door for a bank's page: such a card is declined.
    error_on_requires_action: "true",
    "metadata[tenant_id]": tenantId,
    "metadata[payment_id]": paymentId,
  });
}

export function stateOf(intent: Intent, asked: Pick<Charge, "amountMinor" | "currency">): ChargeState {
  const providerRef = intent.id;
  if (intent.amount !== asked.amountMinor || intent.currency !== asked.currency) return { tag: "doubt", providerRef };
  switch (intent.status) {
    case "succeeded":
      return { tag: "confirmed", providerRef };
    case "canceled":
      return { tag: "declined", providerRef, code: "canceled" };
    case "requires_payment_method":
      return { tag: "declined", providerRef, code: declineCode(intent.last_payment_error) };
    default:
      return { tag: "waiting", providerRef };
  }
}

export function declineCode(failed: z.infer<typeof Failed> | null | undefined): string {
  return failed?.decline_code ?? failed?.code ?? "declined";
}

const Told = z.object({ type: z.string(), data: z.object({ object: z.unknown() }) });
const OF_INTEREST = new Set(["payment_intent.succeeded", "payment_intent.payment_failed", "payment_intent.canceled"]);

/** Null for everything else that an account tells, and for charges that are not ours. */
export function readChargeNews(body: unknown): ChargeNews | null {
  const told = Told.safeParse(body);
  if (!told.success || !OF_INTEREST.has(told.data.type)) return null;
  const intent = Intent.safeParse(told.data.data.object);
  if (!intent.success) return null;
  const { metadata, amount: amountMinor, currency } = intent.data;
  const [tenantId, paymentId] = [TenantId.safeParse(metadata.tenant_id), PaymentId.safeParse(metadata.payment_id)];
  if (!tenantId.success || !paymentId.success) return null;
  const state = stateOf(intent.data, { amountMinor, currency });
  return { tenantId: tenantId.data, paymentId: paymentId.data, amountMinor, currency, state };
}
