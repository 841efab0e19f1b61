import { expect, test } from "vitest";
import { type DutyHindrance, dutyHindrance, type Paper } from "../../../../src/domain/proof/duty-hindrance.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const LICENCE: Paper = { kind: "licence", status: "approved", expiresOn: "2027-01-01" };
const INSURANCE: Paper = { kind: "insurance", status: "approved", expiresOn: null };

test.each<[string, Paper[], DutyHindrance | undefined]>([
  ["nothing, where all are good", [LICENCE, INSURANCE], undefined],
  ["nothing on the last day", [{ ...LICENCE, expiresOn: "2026-11-21" }, INSURANCE], undefined],
  ["nothing, where one of two copies is good", [{ ...LICENCE, status: "rejected" }, LICENCE, INSURANCE], undefined],
  ["a paper that nobody handed in", [INSURANCE], { kind: "licence", why: "missing" }],
  ["one that ran out yesterday", [{ ...LICENCE, expiresOn: "2026-11-20" }], { kind: "licence", why: "expired" }],
  ["one that nobody looked at", [{ ...LICENCE, status: "pending" }], { kind: "licence", why: "not-approved" }],
  ["one that was refused", [LICENCE, { ...INSURANCE, status: "rejected" }], { kind: "insurance", why: "not-approved" }],
])("what stands in the way is %s", (_, papers, expected) => {
  expect(dutyHindrance(["licence", "insurance"], papers, NOW)).toEqual(expected);
});

test("where nothing is required, nothing stands in the way", () => {
  expect(dutyHindrance([], [], NOW)).toBeUndefined();
});
