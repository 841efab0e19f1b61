import { expect, test } from "vitest";
import { textFromBase64url, textToBase64url } from "../../../src/platform/base64url-text.ts";
import { makeOpenChallenge, readOpenChallenge } from "../../../src/platform/open-challenge.ts";

const KEY = "k".repeat(43);
const END = Date.UTC(2026, 0, 1);

test("it tells its own end until then, and nothing after", async () => {
  const challenge = await makeOpenChallenge(KEY, END);
  expect(await readOpenChallenge(KEY, challenge, END - 1)).toBe(END);
  expect(await readOpenChallenge(KEY, challenge, END)).toBeUndefined();
});

test("no two are alike", async () => {
  expect(await makeOpenChallenge(KEY, END)).not.toBe(await makeOpenChallenge(KEY, END));
});

test("another key's, a changed one and plain text are not ours", async () => {
  const challenge = await makeOpenChallenge(KEY, END);
  expect(await readOpenChallenge("o".repeat(43), challenge, 0)).toBeUndefined();
  const later = (textFromBase64url(challenge) ?? "").replace(String(END), String(END + 1));
  for (const text of [textToBase64url(later), challenge.slice(4), "", "A", "*", textToBase64url("é..")]) {
    expect(await readOpenChallenge(KEY, text, 0)).toBeUndefined();
  }
});
