import { expect, test } from "vitest";
import { chooseFixes, fixesOfChunk, pageByTime } from "../../../../src/domain/track/track-fixes.ts";
import { encodeChunk } from "../../../../src/domain/track/chunk.ts";
import { cityDrive } from "./drive.ts";

test("late fixes take the place where they belong, and rejected ones are left out unless asked for", () => {
  const [first, second, third] = cityDrive(3);
  if (!first || !second || !third) throw new Error("a drive has three fixes");
  const wild = { ...second, verdict: "rejected", reason: "teleport" } as const;
  expect(chooseFixes([third, wild, first], { raw: false })).toEqual([first, third]);
  expect(chooseFixes([third, wild, first], { raw: true })).toEqual([first, wild, third]);
});

test("a simpler line keeps its ends and every corner, and is asked for in metres", () => {
  const drive = cityDrive(500);
  const simple = chooseFixes(drive, { raw: false, simplify: 20 });
  expect(simple.length).toBeLessThan(drive.length / 3);
  expect([simple[0], simple.at(-1)]).toEqual([drive[0], drive.at(-1)]);
});

test("pages hold every fix once, and never part those of one moment", () => {
  const drive = cityDrive(50).flatMap((fix) => [fix, { ...fix, reason: "other-device" } as const]);
  const pages: number[] = [];
  const seen: unknown[] = [];
  for (let after = -1; ;) {
    const { page, next } = pageByTime(drive, after, 7);
    seen.push(...page);
    pages.push(page.length);
    if (next === undefined) break;
    after = next;
  }
  expect(seen).toEqual(drive);
  expect(new Set(pages)).toEqual(new Set([8, 4]));
});

test("bytes that no encoder wrote are a fault and not an empty track", () => {
  const drive = cityDrive(5);
  const bytes = encodeChunk(drive);
  expect(fixesOfChunk({ seq: 1, fixes: bytes })).toHaveLength(5);
  expect(() => fixesOfChunk({ seq: 3, fixes: bytes.slice(0, 9) })).toThrow("chunk 3");
});
