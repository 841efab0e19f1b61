import type { Refusal } from "./api-exchange.ts";

/** What the browser itself may answer instead of a passkey. */
export type PasskeyTrouble = { readonly code: "passkey-cancelled" | "passkey-known" | "passkey-failed" };

/** Why something was not done, as it is told to the reader. */
export type Trouble = Refusal | PasskeyTrouble;
