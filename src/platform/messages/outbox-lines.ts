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

/** Messages and charges as lines of one outbox, newest first. */
export function outboxLines(messages: readonly KeptMessage[], charges: readonly KeptCharge[]) {
  return [...messages.map(messageLine), ...charges.map(chargeLine)].toSorted((one, other) => other.at - one.at);
}

function messageLine({ sentAt: at, channel, to, subject, text }: KeptMessage) {
  return { at, channel, to, text, ...(subject && { subject }) };
}

function chargeLine({ askedAt: at, ref: to, amountMinor, currency, card }: KeptCharge) {
  const text = `${amountMinor} of the smallest unit of ${currency}, with ${card}`;
  return { at, channel: "card" as const, to, text };
}
