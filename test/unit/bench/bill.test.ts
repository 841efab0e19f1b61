import { expect, test } from "vitest";
import { monthlyBill } from "../../../bench/report/bill.ts";

/** What a position may cost, as the tests of the objects count it. */
const ALLOWED = { regionCalls: 0.35, rows: 0.05, alarms: 0 };

test("at a position in 5 s and one report in 15 s, telling the region is the largest part of the bill", () => {
  const bill = monthlyBill(ALLOWED);
  expect(Math.round(bill.requests)).toBe(108);
  expect(Math.round(bill.duration)).toBe(23);
  expect(bill.total).toBeCloseTo(bill.requests + bill.rows + bill.duration, 6);
  expect(bill.requests).toBeGreaterThan(bill.rows);
  expect(bill.total).toBeLessThanOrEqual(250);
});

test("a chunk that is closed by its age costs more rows than one that is full", () => {
  const [full, aged] = [monthlyBill(ALLOWED), monthlyBill({ ...ALLOWED, rows: 1 / 6 })];
  expect(aged.rows - full.rows).toBeCloseTo(1_728 * (1 / 6 - 0.05), 0);
});

test("a hand-off for each chunk instead of each hundred positions would cost more than all else", () => {
  const alarms = 2 / 12;
  expect(monthlyBill({ ...ALLOWED, alarms }).total).toBeGreaterThan(3 * monthlyBill(ALLOWED).total);
});

test("one position fewer to tell is money, and what is included is free", () => {
  expect(monthlyBill({ ...ALLOWED, regionCalls: 0.25 }).total).toBeLessThan(monthlyBill(ALLOWED).total - 20);
  expect(monthlyBill({ regionCalls: 0, rows: 0, alarms: 0 }).rows).toBeGreaterThan(0);
});
