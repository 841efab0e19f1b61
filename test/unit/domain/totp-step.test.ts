import { array, assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { judgeTotp, TOTP_STEP_MS, totpSteps } from "../../../src/domain/totp-step.ts";

test("a code is good in its own half minute and in the ones beside it", () => {
  expect(totpSteps(59_999)).toEqual([0, 1, 2]);
  expect(totpSteps(60_000)).toEqual([1, 2, 3]);
});

test("a code opens once, and none older opens after it", () => {
  expect(judgeTotp(7, null)).toEqual({ verdict: "wrong" });
  expect(judgeTotp(7, 8)).toEqual({ verdict: "ok", lastStep: 8 });
  expect(judgeTotp(8, 8)).toEqual({ verdict: "replayed" });
  expect(judgeTotp(8, 7)).toEqual({ verdict: "replayed" });
});

test("in any order of codes, no step opens twice and each later opening is of a later step", () => {
  assert(
    property(array(integer({ min: 0, max: 20 * TOTP_STEP_MS })), (times) => {
      let last = -1;
      const opened: number[] = [];
      for (const step of times.flatMap(totpSteps)) {
        const judged = judgeTotp(last, step);
        if (judged.verdict !== "ok") continue;
        last = judged.lastStep;
        opened.push(step);
      }
      expect(opened).toEqual([...new Set(opened)].toSorted((a, b) => a - b));
    }),
  );
});
