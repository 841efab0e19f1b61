import fc from "fast-check";
import { expect, test } from "vitest";
import { GAPS_MAX, hasSeen, markSeen, NEW_STREAM, type StreamMark } from "../../../src/domain/stream-mark.ts";

function seen(...seqs: number[]): StreamMark {
  return seqs.reduce((mark, seq) => markSeen(mark, seq) ?? mark, NEW_STREAM);
}

test("numbers in order leave no trace but the last one", () => {
  expect(seen(1, 2, 3)).toEqual({ whole: 3, ahead: [] });
});

test("what came ahead of a gap is remembered, and joins when the gap is filled", () => {
  expect(seen(1, 3, 4, 7)).toEqual({
    whole: 1,
    ahead: [
      [3, 4],
      [7, 7],
    ],
  });
  expect(seen(1, 3, 4, 7, 2)).toEqual({ whole: 4, ahead: [[7, 7]] });
  expect(seen(1, 3, 4, 7, 2, 5, 6)).toEqual({ whole: 7, ahead: [] });
});

test("in any order and with any repeats it is the set of what came, and nothing is ever acknowledged too early", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 120 }), (seqs) => {
      let mark = NEW_STREAM;
      const came = new Set<number>();
      for (const seq of seqs) {
        const next = markSeen(mark, seq);
        expect(next === undefined).toBe(came.has(seq));
        came.add(seq);
        mark = next ?? mark;
        expect(came.has(mark.whole + 1)).toBe(false);
      }
      for (let seq = 1; seq <= 61; seq++) expect(hasSeen(mark, seq)).toBe(came.has(seq));
      for (let seq = 1; seq <= mark.whole; seq++) expect(came.has(seq)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test("a stream that is all gaps is not taken in without end; filling one still works", () => {
  const holes = Array.from({ length: GAPS_MAX }, (_, index) => 2 * index + 3);
  const full = seen(1, ...holes);
  expect(full.ahead).toHaveLength(GAPS_MAX);
  expect(markSeen(full, 2 * GAPS_MAX + 5)).toBeUndefined();
  expect(hasSeen(full, 2 * GAPS_MAX + 5)).toBe(false);
  expect(markSeen(full, 2)?.whole).toBe(3);
});
