import { expect, test } from "vitest";
import { phoneKinds } from "../../../../dev/sim/phone-kinds.ts";

function counts(drivers: number, osmand: number, owntracks: number) {
  const kindOf = phoneKinds({ osmand, owntracks });
  const kinds = Array.from({ length: drivers }, (_, number) => kindOf(number));
  return Object.fromEntries([...Map.groupBy(kinds, (kind) => kind)].map(([kind, all]) => [kind, all.length]));
}

test("a fleet has the trackers that were asked for, and the demo's twelve one of each", () => {
  expect(counts(500, 0.1, 0.1)).toEqual({ app: 400, osmand: 50, owntracks: 50 });
  expect(counts(12, 1 / 12, 1 / 12)).toEqual({ app: 10, osmand: 1, owntracks: 1 });
  expect(counts(20, 0, 0)).toEqual({ app: 20 });
});
