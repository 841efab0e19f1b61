import { keyedHash } from "../keyed-hash.ts";
import type { PaymentProvider } from "./payment-provider.ts";
import type { PaymentSettings } from "./payment-settings.ts";
import { sandboxPayments, type SandboxTill } from "./sandbox-payments.ts";
import { stripePayments } from "./stripe-payments.ts";

/** `till` is opened by the sandbox alone. Null where only cash is taken. */
export function choosePayments(
  settings: PaymentSettings,
  environment: string,
  till: () => SandboxTill,
): PaymentProvider | null {
  if (settings.kind === "stripe") return stripePayments(settings);
  return settings.kind === "sandbox" ? sandboxPayments(till(), environment) : null;
}

/** What the provider signs its events with. The sandbox's follows from the deployment's own key, so that nobody sets one. */
export async function eventSecretsOf(settings: PaymentSettings, hmacKey: string): Promise<readonly string[]> {
  if (settings.kind === "stripe") return settings.eventSecrets;
  return settings.kind === "sandbox" ? [await keyedHash(hmacKey, ["sandbox payment events"])] : [];
}
