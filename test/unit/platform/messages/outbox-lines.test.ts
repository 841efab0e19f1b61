import { expect, test } from "vitest";
import { outboxLines } from "../../../../src/platform/messages/outbox-lines.ts";

const sms = (text: string, sentAt: number) => ({
  sentAt,
  channel: "sms" as const,
  to: "+12025550105",
  subject: "",
  text,
});
const charge = (ref: string, askedAt: number) => {
  return { askedAt, ref, amountMinor: 500, currency: "EUR", card: "pm_card_visa" };
};

test("messages and charges stand in one row, newest first, and what came in one moment stays in its order", () => {
  const lines = outboxLines(
    [sms("fourth", 30), sms("second, later", 20), sms("second", 20)],
    [charge("third", 25), charge("first", 10)],
  );
  expect(lines.map(({ to, text, channel }) => (channel === "card" ? to : text))).toEqual([
    "fourth",
    "third",
    "second, later",
    "second",
    "first",
  ]);
});
