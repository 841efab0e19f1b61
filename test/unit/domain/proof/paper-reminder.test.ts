import { expect, test } from "vitest";
import { remindedDays, reminderStep } from "../../../../src/domain/proof/paper-reminder.ts";
import { deskReminder, driverReminder } from "../../../../src/domain/proof/reminder-text.ts";
import { DocumentKind } from "../../../../src/protocol/upload.ts";

/** The last minute of a day in February of a year that has 29 of them. */
const NOW = Date.UTC(2028, 1, 20, 23, 59);
const SMS_CHARACTERS = 160;

test.each([
  ["2028-02-19", null],
  ["2028-02-20", 1],
  ["2028-02-21", 1],
  ["2028-02-22", 7],
  ["2028-02-27", 7],
  ["2028-02-28", 30],
  ["2028-03-21", 30],
  ["2028-03-22", null],
])("a paper that is good until %s is at step %s", (expiresOn, step) => {
  expect(reminderStep(expiresOn, NOW)).toBe(step);
});

test("the nights look at exactly those days that have a step", () => {
  expect(remindedDays(NOW)).toEqual({ from: "2028-02-20", to: "2028-03-21" });
});

test("each paper has words that fit in one message to a phone, and the desk is told whose it is", () => {
  for (const kind of DocumentKind.options) {
    const paper = { kind, expiresOn: "2028-02-27" };
    expect(driverReminder(paper).text.length).toBeLessThanOrEqual(SMS_CHARACTERS);
    expect(deskReminder(paper, "Ada Driver").text).toMatch(/of Ada Driver is valid until 2028-02-27/);
  }
});
