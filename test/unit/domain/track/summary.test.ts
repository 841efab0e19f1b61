import { expect, test } from "vitest";
import { summariseTrack } from "../../../../src/domain/track/summary.ts";
import { cityDrive } from "./drive.ts";

test("a row says when and where its fixes are, whatever their order", () => {
  const fixes = cityDrive(30);
  const lats = fixes.map(({ lat }) => lat);
  const summary = summariseTrack(fixes.toReversed());
  expect(summary).toMatchObject({ count: 30, firstSeq: 1, lastSeq: 30 });
  expect([summary.startedAt, summary.endedAt]).toEqual([fixes[0]?.fixedAt, fixes[29]?.fixedAt]);
  expect(summary.bounds).toMatchObject({ south: Math.min(...lats), north: Math.max(...lats) });
});

test("a rejected fix counts, and is nowhere", () => {
  const [first, second] = cityDrive(2);
  if (!first || !second) throw new Error("too short a drive");
  const wild = { ...second, lat: 9e99, verdict: "rejected" } as const;
  expect(summariseTrack([first, wild])).toMatchObject({ count: 2, bounds: { north: first.lat, south: first.lat } });
  expect(summariseTrack([wild]).bounds).toBeNull();
  expect(() => summariseTrack([])).toThrow(RangeError);
});
