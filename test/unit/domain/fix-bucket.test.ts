import { array, assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import {
  broadcastGapMs,
  EMPTY_BUCKET,
  holdPoint,
  offerPoint,
  release,
  releaseAt,
} from "../../../src/domain/fix-bucket.ts";
import { DEPOT, START } from "./noisy-drive.ts";

const GAP = broadcastGapMs("moving");
const point = (atMs: number) => ({ ...DEPOT, speedMps: 5, headingDeg: 0, accuracyM: 8, at: atMs });

test("the first point goes out at once, the next ones wait, and the newest of them is what comes", () => {
  const first = offerPoint(EMPTY_BUCKET, point(START), GAP, START);
  expect(first.send?.at).toBe(START);
  const second = offerPoint(first.bucket, point(START + 1000), GAP, START + 1000);
  const third = offerPoint(second.bucket, point(START + 2000), GAP, START + 2000);
  expect([second.send, third.send]).toEqual([null, null]);
  const due = releaseAt(third.bucket) ?? 0;
  expect(due).toBe(START + GAP - 500);
  expect(release(third.bucket, GAP, due - 1).send).toBeNull();
  expect(release(third.bucket, GAP, due).send?.at).toBe(START + 2000);
});

test("a phone that sends each five seconds, give or take, is never held up", () => {
  let bucket = EMPTY_BUCKET;
  for (let turn = 0; turn < 100; turn++) {
    const now = START + turn * GAP + (turn % 2 ? -200 : 200);
    const step = offerPoint(bucket, point(now), GAP, now);
    expect(step.send?.at).toBe(now);
    ({ bucket } = step);
  }
});

test("after a long gap a shorter one holds at once", () => {
  const { bucket } = offerPoint(EMPTY_BUCKET, point(START), 60_000, START);
  expect(releaseAt(holdPoint(bucket, point(START + 1)))).toBe(START + 59_500);
  expect(release(holdPoint(bucket, point(START + 1)), 1000, START + 500).send).toBeNull();
  expect(release(holdPoint(bucket, point(START + 1)), 1000, START + 500).bucket.nextAt).toBe(START + 1500);
});

test("however fast points come, no more go out than the gap allows, and the last one is never lost", () => {
  assert(
    property(array(integer({ min: 0, max: 20_000 }), { minLength: 1 }), (waits) => {
      let [bucket, now, sent, newest] = [EMPTY_BUCKET, START, 0, 0];
      for (const wait of waits) {
        now += wait;
        const step = offerPoint(bucket, point(now), GAP, now);
        ({ bucket } = step);
        if (step.send) [sent, newest] = [sent + 1, step.send.at];
      }
      expect(sent).toBeLessThanOrEqual((now - START + 500) / GAP + 1);
      const rest = release(bucket, GAP, releaseAt(bucket) ?? now);
      expect(rest.send?.at ?? newest).toBe(now);
    }),
  );
});
