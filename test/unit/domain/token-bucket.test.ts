import { array, assert, integer, property, record } from "fast-check";
import { expect, test } from "vitest";
import { fullAt, returnTokens, takeTokens, type Bucket, type BucketLimit } from "../../../src/domain/token-bucket.ts";

const LIMIT: BucketLimit = { capacity: 3, perSeconds: 10 };
const START = 1_800_000_000_000;

function take(bucket: Bucket | null, now: number, limit = LIMIT, cost = 1) {
  const taking = takeTokens(bucket, limit, cost, now);
  return { taking, bucket: taking.ok ? taking.bucket : bucket };
}

test("a full bucket gives its capacity at once, then one token as each grows back", () => {
  let bucket: Bucket | null = null;
  for (const remaining of [2, 1, 0]) {
    const taken = take(bucket, START);
    expect(taken.taking).toMatchObject({ ok: true, remaining });
    ({ bucket } = taken);
  }
  // A third of ten seconds is 3,333.3 ms: one millisecond early is too early.
  expect(take(bucket, START).taking).toEqual({ ok: false, retryAfterSeconds: 4 });
  expect(take(bucket, START + 3333).taking).toEqual({ ok: false, retryAfterSeconds: 1 });
  expect(take(bucket, START + 3334).taking).toMatchObject({ ok: true, remaining: 0 });
});

test("a returned token can be taken again, and more than were taken make no larger bucket", () => {
  const { bucket } = take(null, START, LIMIT, 3);
  if (!bucket) throw new Error("nothing was taken");
  expect(take(returnTokens(bucket, 1), START).taking).toMatchObject({ ok: true, remaining: 0 });
  expect(returnTokens(bucket, 9)).toEqual({ ...bucket, missing: 0 });
  expect(() => returnTokens(bucket, 0)).toThrow(RangeError);
});

test("two versions with different limits count each other's tokens", () => {
  const wider: BucketLimit = { capacity: 6, perSeconds: 60 };
  expect(take(take(null, START, wider, 6).bucket, START).taking.ok).toBe(false);
  expect(take(take(null, START, LIMIT, 3).bucket, START, wider).taking).toMatchObject({ ok: true, remaining: 2 });
});

test("a clock that goes back takes nothing away, and gives nothing when it returns", () => {
  const { bucket } = take(null, START, LIMIT, 2);
  const back = take(bucket, START - 60_000);
  expect(back.taking).toMatchObject({ ok: true, remaining: 0 });
  expect(take(back.bucket, START).taking.ok).toBe(false);
});

test("a cost that no bucket of this size can ever hold is a mistake of the caller", () => {
  expect(() => takeTokens(null, LIMIT, 4, START)).toThrow(RangeError);
  expect(() => takeTokens(null, LIMIT, 0, START)).toThrow(RangeError);
  expect(() => takeTokens(null, { capacity: 3, perSeconds: 0.5 }, 1, START)).toThrow(RangeError);
});

const anyCalls = array(record({ waitMs: integer({ min: 0, max: 8000 }), cost: integer({ min: 1, max: 3 }) }), {
  maxLength: 60,
});

test("it allows exactly what a simple count of every millisecond allows, and says truly when to come back", () => {
  assert(
    property(anyCalls, (calls) => {
      let bucket: Bucket | null = null;
      let now = START;
      // The model: tokens × 10,000, growing by 3 each millisecond. Whole numbers, so no rounding hides a difference.
      let level = 30_000;
      for (const { waitMs, cost } of calls) {
        now += waitMs;
        level = Math.min(30_000, level + 3 * waitMs);
        const taken = take(bucket, now, LIMIT, cost);
        expect(taken.taking.ok).toBe(level >= cost * 10_000);
        const waitSeconds = taken.taking.ok ? 0 : taken.taking.retryAfterSeconds;
        expect(take(bucket, now + waitSeconds * 1000, LIMIT, cost).taking.ok).toBe(true);
        if (taken.taking.ok) level -= cost * 10_000;
        ({ bucket } = taken);
      }
      const restedAt = bucket === null ? now : fullAt(bucket, LIMIT);
      expect(take(bucket, restedAt, LIMIT, 3).taking.ok).toBe(true);
    }),
  );
});
