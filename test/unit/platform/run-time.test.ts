import { expect, test } from "vitest";
import { RunTime } from "../../../src/platform/run-time.ts";

test("a runtime counts from its first request, whoever asks when", () => {
  const runTime = new RunTime();
  expect(runTime.seconds(5_000)).toBe(0);
  runTime.begin(10_000);
  runTime.begin(12_000);
  expect(runTime.seconds(13_999)).toBe(3);
});
