import { array, assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { broadcastGapMs, EMPTY_BUCKET, type FixBucket, holdPoint, release } from "../../../src/domain/fix-bucket.ts";
import { DEPOT, START } from "./noisy-drive.ts";

const GAP = broadcastGapMs("moving");
const SLACK = 500;
const point = (atMs: number) => ({ ...DEPOT, speedMps: 5, headingDeg: 0, accuracyM: 8, at: atMs });
/** As a fix does that is alone in its frame. */
const offer = (bucket: FixBucket, now: number, gapMs = GAP) => release(holdPoint(bucket, point(now)), gapMs, now);

test("the first point goes out at once, the next ones wait, and the newest of them is what comes", () => {
  const first = offer(EMPTY_BUCKET, START);
  expect(first.send?.at).toBe(START);
  const second = offer(first.bucket, START + 1000);
  const third = offer(second.bucket, START + 2000);
  expect([second.send, third.send]).toEqual([null, null]);
  const due = START + GAP - SLACK;
  expect(release(third.bucket, GAP, due - 1).send).toBeNull();
  expect(release(third.bucket, GAP, due).send?.at).toBe(START + 2000);
});

test("a phone that sends each five seconds, give or take, is never held up", () => {
  let bucket = EMPTY_BUCKET;
  for (let turn = 0; turn < 100; turn++) {
    const now = START + turn * GAP + (turn % 2 ? -200 : 200);
    const step = offer(bucket, now);
    expect(step.send?.at).toBe(now);
    ({ bucket } = step);
  }
});

test("after a long gap a shorter one holds at once", () => {
  const { bucket } = offer(EMPTY_BUCKET, START, 60_000);
  expect(release(holdPoint(bucket, point(START + 1)), 60_000, START + 59_499).send).toBeNull();
  expect(release(holdPoint(bucket, point(START + 1)), 1000, START + 500).send).toBeNull();
  expect(release(holdPoint(bucket, point(START + 1)), 1000, START + 500).bucket.nextAt).toBe(START + 1500);
});

test("however fast points come, no more go out than the gap allows, and the last one is never lost", () => {
  assert(
    property(array(integer({ min: 0, max: 20_000 }), { minLength: 1 }), (waits) => {
      let [bucket, now, sent, newest] = [EMPTY_BUCKET, START, 0, 0];
      for (const wait of waits) {
        now += wait;
        const step = offer(bucket, now);
        ({ bucket } = step);
        if (step.send) [sent, newest] = [sent + 1, step.send.at];
      }
      expect(sent).toBeLessThanOrEqual((now - START + SLACK) / GAP + 1);
      const rest = release(bucket, GAP, bucket.nextAt - SLACK);
      expect(rest.send?.at ?? newest).toBe(now);
    }),
  );
});
