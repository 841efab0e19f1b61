import { expect, test } from "vitest";
import { estimateWait } from "../../../../src/domain/proof/upload-wait.ts";

test("the wait grows with the row and shrinks with the speed", () => {
  expect(estimateWait(1, 0)).toBe(2);
  expect(estimateWait(600, 0)).toBe(61);
  expect(estimateWait(600, 1_200)).toBe(31);
  expect(estimateWait(10, 1)).toBe(601);
});
