import { expect, test } from "vitest";
import { Turnstile } from "../../../../dev/sim/turnstile.ts";

test("so many are inside at once, the others follow in their order, and one that fails makes room too", async () => {
  const turnstile = new Turnstile(2);
  const began: number[] = [];
  const ends: (() => void)[] = [];
  const all = [0, 1, 2, 3].map((number) =>
    turnstile.pass(async () => {
      began.push(number);
      await new Promise<void>((resolve) => (ends[number] = resolve));
      if (number === 0) throw new Error("failed");
    }),
  );
  const settled = Promise.allSettled(all);
  expect(began).toEqual([0, 1]);
  ends[0]?.();
  await expect.poll(() => began).toEqual([0, 1, 2]);
  ends[1]?.();
  await expect.poll(() => began).toEqual([0, 1, 2, 3]);
  ends[2]?.();
  ends[3]?.();
  expect((await settled).map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled", "fulfilled"]);
});
