import { expect, test } from "vitest";
import { pickLanguage } from "../../../src/domain/language.ts";

test.each([
  ["", "en", "ltr"],
  ["de-CH, fr;q=0.9", "en", "ltr"],
  ["en-GB,en;q=0.8", "en", "ltr"],
  ["ar-XB", "ar-XB", "rtl"],
  ["en;q=0.3, ar-XB;q=0.9", "ar-XB", "rtl"],
  ["ar-XB;q=0.1, en", "en", "ltr"],
  [";;;,q=,,", "en", "ltr"],
])("%j reads as %s", (header, tag, direction) => {
  expect(pickLanguage(header)).toEqual({ tag, direction });
});
