interface KeptMessage {
  readonly sentAt: number;
  readonly channel: "sms" | "mail";
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

interface KeptCharge {
  readonly askedAt: number;
  readonly ref: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly card: string;
}

/** Messages as the sandbox's outbox shows them. */
export function messageLines(kept: readonly KeptMessage[]) {
  return kept.map(({ sentAt: at, channel, to, subject, text }) => ({
    at,
    channel,
    to,
    text,
    ...(subject && { subject }),
  }));
}

/** Charges as lines of the same outbox. */
export function chargeLines(kept: readonly KeptCharge[]) {
  return kept.map(({ askedAt: at, ref: to, amountMinor, currency, card }) => {
    const text = `${amountMinor} of the smallest unit of ${currency}, with ${card}`;
    return { at, channel: "card" as const, to, text };
  });
}
