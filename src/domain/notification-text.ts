import type { RouteTemplate } from "../protocol/messaging.ts";

/** One SMS holds 160 characters of the simple alphabet; the reference takes up to 64 of them. */
const TEXTS: Record<RouteTemplate, { readonly subject: string; readonly text: string }> = {
  "on-the-way": { subject: "Your delivery is on its way", text: "Your delivery {reference} is on its way to you." },
  delayed: {
    subject: "Your delivery is late",
    text: "Your delivery {reference} comes later than planned today. We are sorry.",
  },
  postponed: {
    subject: "Your delivery comes another day",
    text: "Your delivery {reference} cannot come today. The sender tells you the new day.",
  },
};

export function notificationText(template: RouteTemplate, reference: string): { subject: string; text: string } {
  const { subject, text } = TEXTS[template];
  return { subject, text: text.replace("{reference}", () => reference) };
}
