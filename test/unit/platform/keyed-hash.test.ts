import { expect, test } from "vitest";
import { keyedHash, sameText } from "../../../src/platform/keyed-hash.ts";

test("a hash follows from the key and from each part in its place", async () => {
  const hash = await keyedHash("key", ["a", "b"]);
  expect(hash).toMatch(/^[\w-]{43}$/);
  expect(await keyedHash(new TextEncoder().encode("key"), ["a", "b"])).toBe(hash);
  for (const parts of [["b", "a"], ["ab"], ["a,b"], ["a|b"], ["a", "b", ""], ['a","b']]) {
    expect(await keyedHash("key", parts)).not.toBe(hash);
  }
  expect(await keyedHash("other", ["a", "b"])).not.toBe(hash);
});

test("texts are the same only when every character and the length are", () => {
  expect(sameText("abc", "abc")).toBe(true);
  for (const other of ["abd", "ab", "abcd", "", "bbc"]) {
    expect(sameText("abc", other)).toBe(false);
    expect(sameText(other, "abc")).toBe(false);
  }
});
