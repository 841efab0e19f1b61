interface Called {
  /** Null where nobody could say it. */
  readonly firstName: string | null;
  readonly company: string | null;
  readonly url: string;
}

/** What a named contact is sent. The address is some 80 characters, so that an SMS of two parts holds the whole. */
export function helpMessage({ firstName, company, url }: Called): { subject: string; text: string } {
  const who = firstName ?? "A driver";
  const from = company === null ? "" : ` (${company})`;
  return {
    subject: `${who} has called for help`,
    text: `${who}${from} has called for help and named you as a contact. Where they are now: ${url}`,
  };
}
