import { expect, test } from "vitest";
import { afterAck, afterSend, FULL_CREDIT, paceOf, type Credit } from "../../../../src/domain/region/credit.ts";

const NOW = 1_800_000_000_000;

function sent(frames: number, credit: Credit = FULL_CREDIT): Credit {
  let after = credit;
  for (let i = 0; i < frames; i++) after = afterSend(after, NOW + i);
  return after;
}

test("500 frames may be on their way, not one more", () => {
  expect(paceOf(sent(500), NOW + 500)).toBe("send");
  expect(paceOf(sent(501), NOW + 501)).toBe("coalesce");
});

test("a viewer that acknowledges nothing is spared after 10 s and closed after 30 s", () => {
  const one = sent(1);
  expect(paceOf(one, NOW + 9_999)).toBe("send");
  expect(paceOf(one, NOW + 10_000)).toBe("coalesce");
  expect(paceOf(one, NOW + 29_999)).toBe("coalesce");
  expect(paceOf(one, NOW + 30_000)).toBe("close");
});

test("an acknowledgement gives time for the rest of it", () => {
  const some = afterAck(sent(10), 4, NOW + 9_000);
  expect(some).toEqual({ unacked: 6, since: NOW + 9_000 });
  expect(paceOf(some, NOW + 18_999)).toBe("send");
});

test("a viewer that read all, or more than is remembered, has full credit", () => {
  expect(afterAck(sent(10), 10, NOW + 50)).toEqual(FULL_CREDIT);
  expect(afterAck(sent(3), 40, NOW + 50)).toEqual(FULL_CREDIT);
  expect(paceOf(FULL_CREDIT, NOW + 999_999)).toBe("send");
});
