import { err, type Result } from "../domain/result.ts";
import type { Charge, ChargeError, ChargeState } from "../platform/payments/payment-provider.ts";
import type { SettleDeps } from "./payment-deps.ts";

/** The one place where the provider is asked. */
export async function askProvider(
  { payments, log, now }: Pick<SettleDeps, "payments" | "log" | "now">,
  charge: Charge,
): Promise<Result<ChargeState, ChargeError>> {
  const startedAt = now();
  const answer: Result<ChargeState, ChargeError> = payments
    ? await payments.charge(charge)
    : err({ tag: "misconfigured", status: 0 });
  log({ event: "payment.asked", ms: now() - startedAt, outcome: answer.ok ? answer.value.tag : answer.error.tag });
  return answer;
}
