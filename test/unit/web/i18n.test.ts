import { expect, expectTypeOf, test } from "vitest";
import { PSEUDO_LOCALE, createI18n, loadI18n } from "../../../src/web/shared/i18n.ts";
import { en } from "../../../src/web/shared/locales/en.ts";
import type { Values } from "../../../src/domain/message.ts";
import { fill } from "../../../src/domain/message.ts";

const NOW = Date.UTC(2026, 0, 31, 12);
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const english = createI18n("en", en);

test("a message is filled with its values, numbers in the reader's way of writing", () => {
  expect(english.t("health.version", { version: "1.2.3" })).toBe("Version 1.2.3");
  expect(english.t("health.latency", { ms: 1500 })).toBe("1,500 ms");
});

test("the plural form follows the count", () => {
  expect(english.t("docs.found", { count: 1 })).toBe("1 operation");
  expect(english.t("docs.found", { count: 0 })).toBe("0 operations");
  expect(english.t("docs.found", { count: 1200 })).toBe("1,200 operations");
});

test("a plural category that a catalog lacks falls back to the general form", () => {
  // Arabic has six categories, the catalog made from English has two.
  const arabic = createI18n("ar", en);
  expect(arabic.t("docs.found", { count: 3 })).toMatch(/operations$/);
});

test("a value that was forgotten is an error, never a brace on the page", () => {
  expect(() => fill("Checked {ago}", {}, String)).toThrow("{ago}");
});

test("the compiler asks for exactly the values of a message", () => {
  expectTypeOf<keyof Values<"Checked {ago} by {who}">>().toEqualTypeOf<"ago" | "who">();
  // @ts-expect-error a message without its value does not compile
  expect(() => english.t("health.version")).toThrow("{version}");
  expectTypeOf<Values<{ other: "{count} operations" }>["count"]>().toEqualTypeOf<number>();
});

test.for([
  [0, "now"],
  [-1 * SECOND, "1 second ago"],
  [-59.9 * SECOND, "59 seconds ago"],
  [-1 * MINUTE, "1 minute ago"],
  [-59 * MINUTE, "59 minutes ago"],
  [-5 * HOUR, "5 hours ago"],
  [-25 * HOUR, "yesterday"],
  [-72 * HOUR, "3 days ago"],
  [2 * HOUR, "in 2 hours"],
  [-400, "now"],
] as const)("%d ms from now is said as %s", ([delta, said]) => {
  expect(english.ago(NOW + delta, NOW)).toBe(said);
});

test("only the page's own language decides what is loaded", async () => {
  expect((await loadI18n("en")).locale).toBe("en");
  expect((await loadI18n("fr")).locale).toBe("en");
  expect((await loadI18n(PSEUDO_LOCALE)).t("theme.dark")).toBe("[Ďáŕk]");
});
