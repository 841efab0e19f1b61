import { expect, test } from "vitest";
import { linkHealth, type ShownFix } from "../../../src/web/dispatch/link-health.ts";

const NOW = 1_800_000_000_000;

function fix(seq: number, changed: Partial<ShownFix> = {}): ShownFix {
  const fixedAt = NOW + seq * 5_000;
  const place = { lat: 53, lng: 10, accuracyM: 6, speedMps: 8, headingDeg: 0, flags: 0 };
  return {
    seq,
    at: fixedAt,
    fixedAt,
    receivedAt: fixedAt + 400,
    ...place,
    verdict: "live",
    reason: "none",
    ...changed,
  };
}

test("the usual case is told, whatever one tunnel did", () => {
  const late = { receivedAt: NOW + 600_000, verdict: "history", reason: "late", accuracyM: 300 } as const;
  const newestFirst = [fix(9), fix(8), fix(7), fix(3, late), fix(2), fix(1), fix(0)];
  expect(linkHealth(newestFirst)).toEqual({ everyMs: 5_000, delayMs: 400, accuracyM: 6, hidden: 1, total: 7 });
});

test("of nothing nothing is known", () => {
  expect(linkHealth([])).toEqual({ everyMs: null, delayMs: null, accuracyM: null, hidden: 0, total: 0 });
  expect(linkHealth([fix(1, { accuracyM: null })])).toMatchObject({ everyMs: null, accuracyM: null, total: 1 });
});
