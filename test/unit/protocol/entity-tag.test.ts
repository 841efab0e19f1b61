import { expect, test } from "vitest";
import { isWanted, readVersionTags, versionTag } from "../../../src/protocol/api/entity-tag.ts";

test("the tag of a version names that version", () => {
  expect(readVersionTags(versionTag(7))).toEqual([7]);
  expect(isWanted([7], 7)).toBe(true);
  expect(isWanted([7], 8)).toBe(false);
});

test("a list names several, a star and nothing at all any", () => {
  expect(readVersionTags('"1", "3"')).toEqual([1, 3]);
  expect(readVersionTags(" * ")).toBe("any");
  expect(isWanted("any", 5)).toBe(true);
  expect(isWanted(undefined, 5)).toBe(true);
});

test("weak tags and those of other things are read and fit nothing", () => {
  for (const text of ['W/"3"', '"abc"', '"12345678901"', '""']) {
    const wanted = readVersionTags(text);
    expect(wanted).toEqual([]);
    expect(isWanted(wanted, 3)).toBe(false);
  }
});

test("what is no list of tags is told apart from one that fits nothing", () => {
  for (const text of ["", "3", '"3', '"3" "4"', '*, "3"', '"a"b"', Array(11).fill('"1"').join(",")])
    expect(readVersionTags(text)).toBeUndefined();
});
