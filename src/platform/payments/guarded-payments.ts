import { err, type Result } from "../../domain/result.ts";
import type { UpstreamGate, Verdict } from "../outbound/upstream-gate.ts";
import type { ChargeError, ChargeState, PaymentProvider } from "./payment-provider.ts";

/** A provider that is left alone while it is down: nobody at a door waits for its timeout again and again. */
export function guardedPayments(provider: PaymentProvider | null, gate: UpstreamGate): PaymentProvider | null {
  return (
    provider && {
      charge: async (charge) => {
        const answer = await gate.call(async () => provider.charge(charge), verdictOn);
        if (answer.ok) return answer;
        return err(answer.error.tag === "resting" ? { tag: "unreachable", reason: "resting" } : answer.error);
      },
    }
  );
}

function verdictOn(answer: Result<ChargeState, ChargeError>): Verdict {
  return { failed: !answer.ok };
}
