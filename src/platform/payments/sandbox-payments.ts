import { err, ok, type Result } from "../../domain/result.ts";
import { hasSandbox } from "../messages/sandbox-messenger.ts";
import { TimeoutError, withTimeout } from "../with-timeout.ts";
import type { Charge, ChargeError, ChargeState, PaymentProvider } from "./payment-provider.ts";

/** Short, so that a demonstration of a slow provider is not slow itself. */
const TIMEOUT_MS = 500;

/** Where charges are kept: the object's own method. Null: no answer, as from a provider that is down. */
export interface SandboxTill {
  charge: (charge: SandboxCharge) => Promise<ChargeState | null>;
}

export type SandboxCharge = Pick<Charge, "paymentId" | "idempotencyKey" | "amountMinor" | "currency" | "cardToken">;

/** Charges nobody. Asks for the environment again, so that a slip in configuration opens nothing. */
export function sandboxPayments(till: SandboxTill, environment: string): PaymentProvider {
  const charge = async ({
    tenantId: _t,
    providerRef: _p,
    ...asked
  }: Charge): Promise<Result<ChargeState, ChargeError>> => {
    if (!hasSandbox(environment)) return err({ tag: "misconfigured", status: 0 });
    try {
      const state = await withTimeout(TIMEOUT_MS, answerOf(till, asked));
      return ok(state);
    } catch (error) {
      if (error instanceof TimeoutError) return err({ tag: "unreachable", reason: "timeout" });
      throw error;
    }
  };
  return { charge };
}

async function answerOf(till: SandboxTill, asked: SandboxCharge): Promise<ChargeState> {
  const state = await till.charge(asked);
  return state ?? new Promise<never>(() => undefined);
}
