import type { PaymentProvider } from "../platform/payments/payment-provider.ts";
import type { Deps } from "./deps.ts";
import type { PeopleDeps } from "./people-desk.ts";

/** What asking the provider needs, when a person waits and when nobody does. */
export interface SettleDeps extends Pick<Deps, "db" | "queues" | "log" | "now"> {
  readonly requestId: string;
  readonly masterKeys: PeopleDeps["masterKeys"];
  /** Null where only cash is taken. */
  readonly payments: PaymentProvider | null;
}

/** What payments need when a person asks. */
export type PaymentDeps = PeopleDeps & SettleDeps;

/** What the provider's own word needs. */
export interface PaymentEventDeps extends Pick<Deps, "db" | "log" | "now"> {
  readonly requestId: string;
  /** Empty where nothing is told. */
  readonly paymentEventSecrets: () => Promise<readonly string[]>;
}
