import type { DocumentKind } from "../../protocol/upload.ts";

const NAMES: Record<DocumentKind, string> = {
  licence: "driving licence",
  insurance: "insurance",
  registration: "vehicle registration",
  identity: "identity card",
  other: "document",
};

interface Expiring {
  readonly kind: DocumentKind;
  /** YYYY-MM-DD. */
  readonly expiresOn: string;
}

/** One SMS of 160 characters, the longest name of a paper included. */
export function driverReminder({ kind, expiresOn }: Expiring): { subject: string; text: string } {
  const name = NAMES[kind];
  return {
    subject: `Your ${name} expires soon`,
    text: `Your ${name} is valid until ${expiresOn}. Please add the new one in the app before then.`,
  };
}

export function deskReminder({ kind, expiresOn }: Expiring, driverName: string): { subject: string; text: string } {
  const name = NAMES[kind];
  return {
    subject: `A driver's ${name} expires soon`,
    text: `The ${name} of ${driverName} is valid until ${expiresOn}. Once it has expired, going on duty may be refused until a new one is approved.`,
  };
}
