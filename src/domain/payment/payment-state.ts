import type { PaymentStatus } from "../../protocol/payment.ts";
import { err, ok, type Result } from "../result.ts";

/** What the provider says, `doubt` that it says nothing or something else than was asked, and what a person decides. */
export type PaymentEvent = "confirm" | "decline" | "doubt" | "settle" | "void";

type PaymentStepRefused = {
  readonly tag: "payment-step-refused";
  readonly from: PaymentStatus;
  readonly event: PaymentEvent;
};

// - A cell that names its own row changes nothing: providers tell everything twice, and not in order.
// - "confirm" after "decline" is a customer whose second card worked.
// - Money that a person had decided about and that moves the other way after all goes back to a person: "unclear".
// - Cash is nobody's business but ours: the provider says nothing of it.
const NEXT: Record<PaymentStatus, Record<PaymentEvent, PaymentStatus | "refuse">> = {
  pending: { confirm: "confirmed", decline: "declined", doubt: "unclear", settle: "settled", void: "void" },
  collected: { confirm: "refuse", decline: "refuse", doubt: "refuse", settle: "settled", void: "void" },
  confirmed: { confirm: "confirmed", decline: "confirmed", doubt: "confirmed", settle: "confirmed", void: "void" },
  declined: { confirm: "confirmed", decline: "declined", doubt: "declined", settle: "settled", void: "void" },
  unclear: { confirm: "confirmed", decline: "declined", doubt: "unclear", settle: "settled", void: "void" },
  settled: { confirm: "confirmed", decline: "unclear", doubt: "settled", settle: "settled", void: "void" },
  void: { confirm: "unclear", decline: "void", doubt: "void", settle: "settled", void: "void" },
};

export function nextPaymentStatus(from: PaymentStatus, event: PaymentEvent): Result<PaymentStatus, PaymentStepRefused> {
  const next = NEXT[from][event];
  return next === "refuse" ? err({ tag: "payment-step-refused", from, event }) : ok(next);
}

/** Those that keep a second payment for the same goods from being taken. */
export const TAKEN: readonly PaymentStatus[] = ["pending", "collected", "confirmed", "unclear", "settled"];
/** Those whose money is where it belongs. */
export const CERTAIN: readonly PaymentStatus[] = ["confirmed", "settled"];
