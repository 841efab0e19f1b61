import type { Result } from "../../domain/result.ts";
import type { PhoneNumber } from "../phone-number.ts";

export interface Sms {
  /** Ours, and the same at every attempt: a provider that has seen it does not send twice. */
  readonly id: string;
  readonly to: PhoneNumber;
  readonly text: string;
}

export interface Mail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/**
 * `refused`: this message will never go, such as one to a number that does not exist. `misconfigured`: our account, address
 * or sender is wrong, so no message goes. `busy` and `unreachable`: worth another attempt.
 * `resting`: its provider failed so often, or asked for so long a pause, that it is not called now.
 * Neither addresses nor texts nor the provider's own words are in it.
 */
export type MessageError =
  | { readonly tag: "refused" | "misconfigured"; readonly status: number }
  | { readonly tag: "busy"; readonly status: number; readonly retryAfterSeconds: number | undefined }
  | { readonly tag: "unreachable"; readonly reason: "timeout" | "network" | "status"; readonly status?: number }
  | { readonly tag: "resting"; readonly retryAfterSeconds: number }
  | { readonly tag: "not-here" };

export type Sent = Result<undefined, MessageError>;

export interface Messenger {
  readonly sms: (message: Sms) => Promise<Sent>;
  readonly mail: (message: Mail) => Promise<Sent>;
}
