import { array, assert, asyncProperty, constant, integer, oneof, record, type Arbitrary } from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { City, DRIVERS, LADDER, type Step, VIEWERS } from "./ladder-city.ts";

/** A second each on a busy machine. The model of the same ladder lives through a thousand in memory, in the unit tests. */
const SCHEDULES = 12;

const from = integer({ min: 0, max: DRIVERS - 1 });
const replica = integer({ min: 0, max: LADDER.replicasMax - 1 });
const anySteps: Arbitrary<Step[]> = array(
  oneof(
    {
      weight: 6,
      arbitrary: record({
        kind: constant("drive" as const),
        from,
        count: integer({ min: 1, max: 20 }),
        stopsDone: oneof({ weight: 3, arbitrary: constant(0) }, { weight: 1, arbitrary: integer({ min: 1, max: 3 }) }),
      }),
    },
    { weight: 1, arbitrary: record({ kind: constant("finish" as const), n: from }) },
    { weight: 1, arbitrary: constant({ kind: "region-sleeps" as const }) },
    ...(["replica-sleeps", "replica-dies", "round"] as const).map((kind) => ({
      weight: 1,
      arbitrary: record({ kind: constant(kind), replica }),
    })),
    { weight: 1, arbitrary: record({ kind: constant("shard-dies" as const), shard: integer({ min: 0, max: 2 }) }) },
  ),
  { minLength: 2, maxLength: 10, size: "max" },
);

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.now() }));
afterEach(() => void vi.useRealTimers());

test(
  "sixty drivers and five maps: through sleep and death of every part, in the end each map shows what the region knows",
  { timeout: 120_000 },
  async () => {
    // One city for all: making a new one takes ten times as long as living a schedule in it.
    const city = await City.open();
    await assert(
      asyncProperty(anySteps, async (steps) => {
        for (const step of steps) await city.do(step);
        await city.settle();
        await city.showTruth();
        expect(city.maps).toHaveLength(VIEWERS);
      }),
      { numRuns: SCHEDULES, endOnFailure: true },
    );
  },
);
