import { array, boolean, constant, integer, oneof, record, type Arbitrary } from "fast-check";

export const SHARDS = 3;
export const REPLICAS = 2;

export type LadderStep =
  | { kind: "report"; n: number; stopsDone: number; paused: boolean; toRegion: boolean }
  | { kind: "end"; n: number }
  | { kind: "wait"; ms: number }
  /** Something that is on its way arrives, is lost, or arrives twice: the `at`-th of what waits. */
  | { kind: "batch-arrives" | "batch-lost"; at: number }
  | { kind: "relay-arrives" | "relay-lost" | "relay-twice"; replica: number; at: number }
  | { kind: "shard-sends" | "shard-dies"; shard: number }
  | { kind: "asks" | "answered" | "answer-lost" | "replica-dies" | "check"; replica: number }
  | { kind: "tick" | "save" | "region-dies" };

const at = integer({ min: 0, max: 3 });
const replica = integer({ min: 0, max: REPLICAS - 1 });
const shard = integer({ min: 0, max: SHARDS - 1 });
const n = integer({ min: 0, max: 3 });
const report = record({
  kind: constant("report" as const),
  n,
  // Mostly they only move: that is told without a number that would show a gap.
  stopsDone: oneof({ weight: 9, arbitrary: constant(0) }, { weight: 1, arbitrary: integer({ min: 1, max: 2 }) }),
  paused: oneof({ weight: 9, arbitrary: constant(false) }, { weight: 1, arbitrary: constant(true) }),
  toRegion: boolean(),
});

export const anyLadderSteps: Arbitrary<LadderStep[]> = array(
  oneof(
    { weight: 10, arbitrary: report },
    { weight: 1, arbitrary: record({ kind: constant("end" as const), n }) },
    { weight: 1, arbitrary: record({ kind: constant("wait" as const), ms: integer({ min: 1, max: 400_000 }) }) },
    { weight: 6, arbitrary: record({ kind: constant("batch-arrives" as const), at }) },
    { weight: 1, arbitrary: record({ kind: constant("batch-lost" as const), at }) },
    { weight: 10, arbitrary: record({ kind: constant("relay-arrives" as const), replica, at: constant(0) }) },
    ...(["relay-arrives", "relay-lost", "relay-twice"] as const).map((kind) => ({
      weight: 1,
      arbitrary: record({ kind: constant(kind), replica, at }),
    })),
    { weight: 5, arbitrary: record({ kind: constant("shard-sends" as const), shard }) },
    { weight: 1, arbitrary: record({ kind: constant("shard-dies" as const), shard }) },
    ...(["asks", "answered"] as const).map((kind) => ({
      weight: 4,
      arbitrary: record({ kind: constant(kind), replica }),
    })),
    ...(["answer-lost", "replica-dies", "check"] as const).map((kind) => ({
      weight: 1,
      arbitrary: record({ kind: constant(kind), replica }),
    })),
    { weight: 8, arbitrary: constant({ kind: "tick" as const }) },
    ...(["save", "region-dies"] as const).map((kind) => ({ weight: 1, arbitrary: constant({ kind }) })),
  ),
  // Without `size` they would have ten steps at most.
  { maxLength: 120, size: "max" },
);
