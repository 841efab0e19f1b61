import { expect, test } from "vitest";
import { isE164, parsePhoneNumber } from "../../../src/platform/phone-number.ts";

test.each([
  ["+447400123456", "+447400123456"],
  [" +44 (0) 7400 123456 ", "+447400123456"],
  ["+44 7400-123-456", "+447400123456"],
  ["+1 212 555 0199", "+12125550199"],
  ["+1 202 555 0100", "+12025550100"],
  ["+870 773 111 632", "+870773111632"],
])("%j is %s", async (text, number) => {
  expect(parsePhoneNumber(text)).toEqual({ ok: true, value: number });
});

test("a number without a dial code is read in the country that is given, and nowhere else", async () => {
  expect(parsePhoneNumber("07400 123456", "GB")).toEqual({ ok: true, value: "+447400123456" });
  expect(parsePhoneNumber("07400 123456")).toEqual({ ok: false, error: { tag: "malformed" } });
});

test.each([
  ["+979 123 456 789", "PREMIUM_RATE"],
  ["+808 1234 5678", "SHARED_COST"],
  ["+800 1234 5678", "TOLL_FREE"],
  ["+888 123 456 789 01", "UAN"],
  ["+883 510 012 345 678", "VOIP"],
])("%s belongs to no country and is barred as %s", async (text, kind) => {
  expect(parsePhoneNumber(text)).toEqual({ ok: false, error: { tag: "barred", kind } });
});

test.each([
  ["a fixed line", "+390236618300"],
  ["a premium number", "+1 900 555 0199"],
  ["a number of shared cost", "+49 180 1234567"],
  ["a free number", "+1 800 555 0199"],
  ["a number of a whole company", "+44 3069 990000"],
  ["a number that follows a person", "+44 70 1234 5678"],
  ["a voicemail", "+41 860 74 123 45 67"],
  ["too short for its plan", "+44 7400 12345"],
  ["in no plan", "+1 111 111 1111"],
])("%s (%s) is no mobile of its country", async (_, text) => {
  expect(parsePhoneNumber(text)).toEqual({ ok: false, error: { tag: "unassigned" } });
});

test.each([
  "",
  "driver",
  "+",
  "+999 123456",
  "call +447400123456",
  "+447400123456 ext. 5",
  `+44 7400${" ".repeat(40)}123456`,
])("%j is no number", async (text) => {
  expect(parsePhoneNumber(text)).toEqual({ ok: false, error: { tag: "malformed" } });
});

test("what was parsed passes the check on its way back, and other spellings do not", () => {
  expect(isE164("+447400123456")).toBe(true);
  for (const text of ["447400123456", "+44 7400123456", "+0447400123456", "+4474001234567890", ""]) {
    expect(isE164(text)).toBe(false);
  }
});
