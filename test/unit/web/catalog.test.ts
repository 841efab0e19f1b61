import { globSync, readFileSync } from "node:fs";
import { Visitor, parseSync } from "vite";
import { expect, test } from "vitest";
import { pageWords } from "../../../src/domain/customer-page/page-words.ts";
import { en } from "../../../src/web/shared/locales/en.ts";

const WEB = "src/web";
const VIEWS = globSync(`${WEB}/**/*.tsx`);
const SHELLS = globSync(`${WEB}/**/index.html`);
/** Attributes whose value a reader sees or hears. */
const SPOKEN = new Set(["alt", "title", "placeholder", "label", "aria-label", "aria-description", "aria-valuetext"]);
const WORD = /\p{L}{2,}/u;

function hardCodedTexts(file: string, source: string): string[] {
  const found: string[] = [];
  new Visitor({
    JSXText: (node) => void (WORD.test(node.value) && found.push(`${file}: ${node.value.trim()}`)),
    JSXAttribute: ({ name, value }) => {
      if (name.type !== "JSXIdentifier" || !SPOKEN.has(name.name)) return;
      if (value?.type === "Literal") found.push(`${file}: ${name.name}=${value.raw ?? ""}`);
    },
  }).visit(parseSync(file, source).program);
  return found;
}

test("no view holds a text of its own", () => {
  expect(VIEWS.length).toBeGreaterThan(15);
  expect(VIEWS.flatMap((file) => hardCodedTexts(file, readFileSync(file, "utf8")))).toEqual([]);
});

test("a text of a view's own would be found", () => {
  const planted = `export const Planted = () => <p title="Hello there">Save {1} now</p>;`;
  expect(hardCodedTexts("planted.tsx", planted)).toEqual([
    'planted.tsx: title="Hello there"',
    "planted.tsx: Save",
    "planted.tsx: now",
  ]);
});

test.for(SHELLS)("%s takes its text from the catalog", (shell) => {
  const html = readFileSync(shell, "utf8");
  const keys = [...html.matchAll(/\{\{([\w.]+)\}\}/g)].map(([, key = ""]) => key);
  expect(keys.length).toBeGreaterThan(1);
  expect(keys.filter((key) => !Object.hasOwn({ ...en, ...pageWords }, key))).toEqual([]);
  const rest = html.replaceAll(/<[^>]*>|\{\{[\w.]+\}\}/g, "");
  expect(rest.trim()).toBe("");
});

test("every message is used", () => {
  const sources = [...VIEWS, ...globSync(`${WEB}/**/*.ts`), ...SHELLS].filter((file) => !file.includes("/locales/"));
  const code = sources.map((file) => readFileSync(file, "utf8")).join("\n");
  // A key may be built, as in t(`theme.${choice}`): then what stands before the last dot has to be there.
  const used = (key: string) => code.includes(key) || code.includes(`\`${key.slice(0, key.lastIndexOf(".") + 1)}\${`);
  const whole = (key: string) => used(key) || code.includes(`.${key.split(".").at(-1)}\``);
  expect(Object.keys(en).filter((key) => !whole(key))).toEqual([]);
});
