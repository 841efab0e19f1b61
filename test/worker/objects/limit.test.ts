import { env } from "cloudflare:workers";
import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LimitObject } from "../../../src/objects/limit/limit-object.ts";
import { leftovers, NOTHING } from "./account-fixture.ts";

const START = Date.now();
const LIMIT = { capacity: 5, perSeconds: 60 };

// Only the clock is held; timers and alarms stay real.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: START }));
afterEach(() => void vi.useRealTimers());

function newLimit(): DurableObjectStub<LimitObject> {
  return env.LIMIT.getByName(`limit:sign-in:${crypto.randomUUID()}`);
}

test("of a hundred at once exactly the capacity passes, and sleep refills nothing", async () => {
  const limit = newLimit();
  const takes = await Promise.all(Array.from({ length: 100 }, async () => limit.take(LIMIT)));
  expect(takes.filter(({ ok }) => ok)).toHaveLength(5);
  await evictDurableObject(limit);
  expect(await limit.take(LIMIT)).toEqual({ ok: false, retryAfterSeconds: 12 });
  vi.setSystemTime(START + 12_000);
  expect(await limit.take(LIMIT)).toEqual({ ok: true, remaining: 0 });
});

test("a dear request costs more", async () => {
  const limit = newLimit();
  expect(await limit.take(LIMIT, 3)).toEqual({ ok: true, remaining: 2 });
  expect(await limit.take(LIMIT, 3)).toEqual({ ok: false, retryAfterSeconds: 12 });
  expect(await limit.take(LIMIT, 2)).toEqual({ ok: true, remaining: 0 });
});

test("a full bucket deletes itself; one that is still filling waits", async () => {
  const limit = newLimit();
  await limit.take(LIMIT);
  expect((await leftovers(limit)).alarm).toBe(START + 12_000);
  vi.setSystemTime(START + 6000);
  await limit.take(LIMIT);
  vi.setSystemTime(START + 12_000);
  await evictDurableObject(limit);
  await runDurableObjectAlarm(limit);
  expect((await leftovers(limit)).alarm).toBe(START + 24_000);
  vi.setSystemTime(START + 24_000);
  await runDurableObjectAlarm(limit);
  expect(await leftovers(limit)).toEqual(NOTHING);
  expect(await limit.take(LIMIT)).toEqual({ ok: true, remaining: 4 });
});
