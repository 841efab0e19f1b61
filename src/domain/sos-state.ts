import type { SosState } from "../protocol/sos.ts";
import { err, ok, type Result } from "./result.ts";

export type SosEvent = "press" | "acknowledge" | "close" | "withdraw";

type SosStepRefused = { readonly tag: "sos-step-refused"; readonly from: SosState; readonly event: SosEvent };

// open → acknowledged → closed. A cell that names its own row changes nothing: who presses again, or says the same again,
// is not wrong. What is over stays over; whoever needs help again calls again.
const NEXT: Record<SosState, Record<SosEvent, SosState | "refuse">> = {
  open: { press: "open", acknowledge: "acknowledged", close: "closed", withdraw: "withdrawn" },
  acknowledged: { press: "acknowledged", acknowledge: "acknowledged", close: "closed", withdraw: "withdrawn" },
  closed: { press: "refuse", acknowledge: "refuse", close: "closed", withdraw: "closed" },
  withdrawn: { press: "refuse", acknowledge: "refuse", close: "withdrawn", withdraw: "withdrawn" },
};

export function nextSosState(from: SosState, event: SosEvent): Result<SosState, SosStepRefused> {
  const next = NEXT[from][event];
  return next === "refuse" ? err({ tag: "sos-step-refused", from, event }) : ok(next);
}

export function isSosOpen(state: SosState): boolean {
  return state === "open" || state === "acknowledged";
}
