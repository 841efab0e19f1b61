import { expect, test } from "vitest";
import { Course } from "../../../bench/load/course.ts";

const LOAD = {
  name: "many",
  drivers: 2_000,
  dispatchers: 1,
  everyMs: 1_000,
  warmUpMs: 24_000,
  windowMs: 10_000,
};
const UPDATES = 40;

test("a window holds as many updates whenever it begins: one at its very edge is not moved by the clock's fractions", () => {
  for (let startMs = 5_000.123; startMs < 100_000; startMs += 977.531) {
    const course = new Course(LOAD);
    course.start(startMs);
    let inWindow = 0;
    for (let driver = 0; driver < LOAD.drivers; driver++)
      for (let update = 0; update < UPDATES; update++) if (course.isInWindow(driver, update)) inWindow += 1;
    expect(inWindow).toBe((LOAD.drivers * LOAD.windowMs) / LOAD.everyMs);
  }
});

test("before the first update is due, nothing that is heard is measured", () => {
  expect(new Course(LOAD).isInWindow(0, 30)).toBe(false);
});
