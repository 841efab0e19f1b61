import type { UpstreamGate, Verdict } from "../outbound/upstream-gate.ts";
import type { Messenger, Sent } from "./messenger.ts";

/** A messenger that leaves its providers alone while they are down, or for as long as they ask. */
export function guardedMessenger(
  messenger: Messenger,
  gates: Readonly<Record<"sms" | "mail", UpstreamGate>>,
): Messenger {
  return {
    sms: async (message) => gates.sms.call(async () => messenger.sms(message), verdictOn),
    mail: async (message) => gates.mail.call(async () => messenger.mail(message), verdictOn),
  };
}

/** That one message is refused says nothing about the next one. */
function verdictOn(sent: Sent): Verdict {
  if (sent.ok) return { failed: false };
  switch (sent.error.tag) {
    case "busy":
      return { failed: true, pauseSeconds: sent.error.retryAfterSeconds };
    case "unreachable":
    case "misconfigured":
      return { failed: true };
    case "refused":
    case "not-here":
    case "resting":
      return { failed: false };
  }
}
