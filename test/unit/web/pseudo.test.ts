import { expect, test } from "vitest";
import { pseudoText } from "../../../src/domain/pseudo-text.ts";
import { en } from "../../../src/web/shared/locales/en.ts";
import { pseudoCatalog } from "../../../src/web/shared/locales/pseudo.ts";

test("letters are accented, names of values are not", () => {
  expect(pseudoText("Checked {ago}")).toBe("[Çhéçkéd {ago}]");
});

test("every message of the catalog is marked, plural forms too", () => {
  const messages = Object.values(pseudoCatalog(en)).flatMap((message) =>
    typeof message === "string" ? [message] : Object.values(message),
  );
  expect(messages.length).toBeGreaterThan(Object.keys(en).length);
  expect(messages.filter((text) => !/^\[[\s\S]*\]$/.test(text))).toEqual([]);
});

test("the values of a message are the same in both languages", () => {
  const names = (message: unknown) => [...JSON.stringify(message).matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const pseudo = pseudoCatalog(en);
  const entries = Object.entries(en);
  expect(entries.map(([key]) => key)).toEqual(Object.keys(pseudo));
  expect(Object.values(pseudo).map(names)).toEqual(entries.map(([, message]) => names(message)));
});
