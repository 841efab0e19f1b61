import { env } from "cloudflare:workers";
import { evictDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CALLS_MIN, OPEN_MS } from "../../../src/domain/circuit-breaker.ts";
import { err, ok } from "../../../src/domain/result.ts";
import type { BreakerObject } from "../../../src/objects/breaker/breaker-object.ts";
import { UpstreamGate } from "../../../src/platform/outbound/upstream-gate.ts";

const START = 1_800_000_000_000;

// Only the clock is held; calls to the object stay real.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: START }));
afterEach(() => void vi.useRealTimers());

function newObject(): DurableObjectStub<BreakerObject> {
  return env.BREAKER.getByName(crypto.randomUUID());
}

/** One of several runtimes that call the same service. */
function runtime(object: DurableObjectStub<BreakerObject>) {
  const [troubles, told]: [unknown[], Promise<unknown>[]] = [[], []];
  let reached = 0;
  const gate = new UpstreamGate({
    desk: () => ({ ask: async () => object.ask(), report: async (report) => object.report(report) }),
    now: () => Date.now(),
    later: (work) => void told.push(work),
    onTrouble: (error) => void troubles.push(error),
  });
  return {
    gate,
    troubles,
    reached: () => reached,
    reports: () => told.length,
    heard: async () => Promise.all(told),
    call: async (fails: boolean, pauseSeconds?: number) =>
      gate.call(
        async () => {
          reached += 1;
          return Promise.resolve(fails ? err({ tag: "down" as const }) : ok("done"));
        },
        (outcome) => ({ failed: !outcome.ok, pauseSeconds }),
      ),
  };
}

test("calls that go well cost no message: one in ten seconds tells of all of them", async () => {
  const one = runtime(newObject());
  for (let call = 0; call < 50; call += 1) await one.call(false);
  expect(one.reports()).toBe(0);
  vi.setSystemTime(START + 10_000);
  await one.call(false);
  expect([one.reports(), one.gate.mode]).toEqual([1, "closed"]);
});

test("what failed for one is not asked by the others, and after its rest by one of them", async () => {
  const object = newObject();
  const [one, two] = [runtime(object), runtime(object)];
  for (let call = 0; call < CALLS_MIN; call += 1) await one.call(true);
  await one.heard();
  expect(one.gate.mode).toBe("open");
  await evictDurableObject(object);
  vi.setSystemTime(START + 1_000);
  await two.call(true);
  await two.heard();
  expect(two.gate.mode).toBe("open");
  expect(await two.call(false)).toMatchObject({ error: { tag: "resting", retryAfterSeconds: 29 } });
  expect(two.reached()).toBe(1);

  vi.setSystemTime(START + OPEN_MS);
  const both = await Promise.all([one.call(false), two.call(false)]);
  expect(both.filter(({ ok: isOk }) => isOk)).toHaveLength(1);
  await Promise.all([one.heard(), two.heard()]);
  vi.setSystemTime(START + 2 * OPEN_MS + 1);
  expect((await Promise.all([one.call(false), two.call(false)])).map(({ ok: isOk }) => isOk)).toEqual([true, true]);
  expect([...one.troubles, ...two.troubles]).toEqual([]);
});

test("a service that names a time is left alone by all of them until then, and no longer than five minutes", async () => {
  const object = newObject();
  const [one, two] = [runtime(object), runtime(object)];
  await one.call(true, 86_400);
  await one.heard();
  vi.setSystemTime(START + 2_000);
  await two.call(true);
  await two.heard();
  vi.setSystemTime(START + 299_000);
  for (const each of [one, two])
    expect(await each.call(false)).toMatchObject({ error: { tag: "resting", retryAfterSeconds: 1 } });
  vi.setSystemTime(START + 300_000);
  expect((await one.call(false)).ok).toBe(true);
});

test("without the object each runtime decides alone", async () => {
  const gone = runtime(newObject());
  const gate = new UpstreamGate({
    desk: () => ({
      ask: async () => Promise.reject(new Error("gone")),
      report: async () => Promise.reject(new Error("gone")),
    }),
    now: () => Date.now(),
    later: () => {},
    onTrouble: (error) => void gone.troubles.push(error),
  });
  const call = async (fails: boolean) =>
    gate.call(
      async () => Promise.resolve(fails ? err({ tag: "down" as const }) : ok("done")),
      ({ ok: isOk }) => ({ failed: !isOk }),
    );
  for (let index = 0; index < CALLS_MIN; index += 1) await call(true);
  expect(await call(false)).toMatchObject({ error: { tag: "resting" } });
  vi.setSystemTime(START + OPEN_MS);
  expect((await call(false)).ok).toBe(true);
  expect(gone.troubles.length).toBeGreaterThan(0);
});
