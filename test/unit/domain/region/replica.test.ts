import { assert, property } from "fast-check";
import { expect, test } from "vitest";
import { Replica } from "../../../../src/domain/region/replica.ts";
import type { LiveDriver } from "../../../../src/protocol/live/dispatch-down.ts";
import { anySteps, RegionModel } from "./region-model.ts";
import { tripId } from "./reports.ts";

/** As a fresh viewer would see it; places are rounded on the way, and so are times. */
function shown(drivers: Iterable<LiveDriver>) {
  return [...drivers]
    .map(({ point, lastSeenAt: _, ...rest }) => ({ ...rest, lat: point?.lat.toFixed(5), lng: point?.lng.toFixed(5) }))
    .toSorted((a, b) => a.tripId.localeCompare(b.tripId));
}

/** The model puts the nth trip n hundredths of a degree to the north. */
function areWhereTheyWere(drivers: Iterable<LiveDriver>): boolean {
  return [...drivers].every(({ tripId: id, point }) => point === null || id === tripId(northOf(point)));
}

function northOf({ lat }: { lat: number }): number {
  return Math.round((lat - 52.5) * 100);
}

test("through broken lines, lost frames and lost memory nobody is shown in another's place, and in the end all is right", () => {
  assert(
    property(anySteps, (steps) => {
      const model = new RegionModel();
      model.connect();
      for (const step of steps) {
        model.do(step);
        expect(areWhereTheyWere(model.replica.drivers())).toBe(true);
      }
      model.connect();
      expect(shown(model.replica.drivers())).toEqual(shown(model.board.drivers()));
    }),
    { numRuns: 2_000 },
  );
});

test("whatever went wrong on an open line, the next checksum shows it", () => {
  assert(
    property(anySteps, (steps) => {
      const model = new RegionModel();
      model.connect();
      for (const step of steps.filter(({ kind }) => kind !== "cut-line")) model.do(step);
      // The first may be the frame that is lost.
      model.checksum();
      model.checksum();
      expect(shown(model.replica.drivers())).toEqual(shown(model.board.drivers()));
    }),
    { numRuns: 1_000 },
  );
});

test("a line that never breaks needs no resync and no checksum", () => {
  assert(
    property(anySteps, (steps) => {
      const model = new RegionModel();
      model.connect();
      for (const step of steps.filter(({ kind }) => !["lose", "evict", "cut-line"].includes(kind))) model.do(step);
      model.tick();
      expect(model.resyncs).toBe(0);
      expect(shown(model.replica.drivers())).toEqual(shown(model.board.drivers()));
    }),
    { numRuns: 500 },
  );
});

test("sleep right after a save goes unnoticed", () => {
  const model = new RegionModel();
  model.connect();
  for (let n = 0; n < 4; n++) {
    for (const kind of ["report", "tick", "save", "evict"] as const)
      model.do(kind === "report" ? { kind, n, stopsDone: 0, paused: false } : { kind });
  }
  expect(model.replica.size).toBe(4);
  expect(model.resyncs).toBe(0);
});

test("before its first snapshot a replica waits; what it cannot read or place makes it ask again", () => {
  const replica = new Replica();
  const deltas = { type: "deltas", epoch: "epoch-0001", prev: 0, rev: 1, changes: [] } as const;
  expect(replica.apply({ ...deltas, changes: [] })).toBe("waiting");
  expect(replica.applyPositions(new ArrayBuffer(3), 0)).toBe("resync");
  const part = { type: "snapshot", epoch: "epoch-0001", rev: 0, part: 1, parts: 2, drivers: [] } as const;
  expect(replica.apply({ ...part, drivers: [] })).toBe("resync");
  expect(replica.since).toBeNull();
});
