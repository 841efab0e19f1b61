import type { Result } from "../../domain/result.ts";
import type { PaymentId, TenantId } from "../../protocol/ids.ts";

export interface Charge {
  readonly tenantId: TenantId;
  readonly paymentId: PaymentId;
  /** The same at every attempt: a provider that has seen it answers what it answered, and charges nothing again. */
  readonly idempotencyKey: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly cardToken: string;
  /** Its name at the provider, once that is known: then it is looked at, and not asked for again. */
  readonly providerRef: string | null;
}

/** What a provider knows of a charge. `waiting`: it tells more by itself. `doubt`: it is not the charge that was asked for. */
export type ChargeState =
  | { readonly tag: "confirmed" | "waiting" | "doubt"; readonly providerRef: string }
  | { readonly tag: "declined"; readonly providerRef: string | null; readonly code: string };

/**
 * `misconfigured`: our account or key is wrong, so that no charge goes. `unreachable`: nobody knows whether it went; at rest
 * it was not even asked.
 */
export type ChargeError =
  | { readonly tag: "misconfigured"; readonly status: number }
  | { readonly tag: "unreachable"; readonly reason: "timeout" | "network" | "status" | "answer" | "resting" };

export interface PaymentProvider {
  readonly charge: (charge: Charge) => Promise<Result<ChargeState, ChargeError>>;
}

/** Something that the provider told by itself about a charge of ours. */
export interface ChargeNews {
  readonly tenantId: TenantId;
  readonly paymentId: PaymentId;
  readonly amountMinor: number;
  readonly currency: string;
  readonly state: ChargeState;
}
