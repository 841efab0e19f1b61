import { assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { rowByKey, rowWindow, scrollToRow } from "../../../src/web/dispatch/row-window.ts";

const rowPx = 84;
const anyScroll = integer({ min: 0, max: 200_000 });
const anyHeight = integer({ min: 84, max: 2_000 });
const anyCount = integer({ min: 0, max: 3_000 });

test("every row that is to be seen is made, and few others", () => {
  assert(
    property(anyScroll, anyHeight, anyCount, (scrolled, heightPx, count) => {
      const scrollPx = Math.min(scrolled, Math.max(0, count * rowPx - heightPx));
      const { first, end } = rowWindow({ scrollPx, heightPx, rowPx, count });
      const lastSeen = Math.min(count, Math.ceil((scrollPx + heightPx) / rowPx));
      expect(first).toBeLessThanOrEqual(Math.floor(scrollPx / rowPx));
      expect(end).toBeGreaterThanOrEqual(lastSeen);
      expect(end).toBeLessThanOrEqual(count);
      expect(end - first).toBeLessThanOrEqual(Math.ceil(heightPx / rowPx) + 14);
    }),
  );
});

test("a list that became shorter than its scroll shows its end", () => {
  const { first, end } = rowWindow({ scrollPx: 100_000, heightPx: 600, rowPx, count: 20 });
  expect(end).toBe(20);
  expect(first).toBeLessThan(13);
});

test("scrolling to a row brings the whole of it into sight, and moves nothing when it is there", () => {
  assert(
    property(integer({ min: 0, max: 2_999 }), anyScroll, anyHeight, (index, scrollPx, heightPx) => {
      const to = scrollToRow(index, { scrollPx, heightPx, rowPx });
      expect(index * rowPx).toBeGreaterThanOrEqual(to);
      expect((index + 1) * rowPx).toBeLessThanOrEqual(to + heightPx);
      expect(scrollToRow(index, { scrollPx: to, heightPx, rowPx })).toBe(to);
    }),
  );
});

test("keys lead from row to row and stop at both ends", () => {
  const size = { count: 100, perPage: 8 };
  const keys = ["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End", "a"];
  expect(keys.map((key) => rowByKey(key, 50, size))).toEqual([51, 49, 58, 42, 0, 99, null]);
  expect(keys.map((key) => rowByKey(key, 0, size))).toEqual([1, 0, 8, 0, 0, 99, null]);
  expect(keys.map((key) => rowByKey(key, 99, size))).toEqual([99, 98, 99, 91, 0, 99, null]);
});
