import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { LIMITS } from "../../../src/domain/limits.ts";
import { giveBackLimit, takeLimit } from "../../../src/platform/take-limit.ts";

const taken = async (limit: keyof typeof LIMITS, principal: string, times: number) => {
  const verdicts = await Promise.all(Array.from({ length: times }, async () => takeLimit(env, limit, principal)));
  return verdicts.filter(({ ok }) => ok).length;
};

test.each(["sos", "upload", "login", "link-miss"] as const)(
  "%s is counted to the last one, however many come at once",
  async (limit) => {
    const { capacity, perSeconds } = LIMITS[limit];
    const startedAt = Date.now();
    const passed = await taken(limit, crypto.randomUUID(), 2 * capacity);
    // What a bucket regains while a busy machine is still asking.
    const regained = Math.ceil(((Date.now() - startedAt) * capacity) / (perSeconds * 1_000));
    expect(passed).toBeGreaterThanOrEqual(capacity);
    expect(passed).toBeLessThanOrEqual(capacity + regained);
    expect(passed).toBeLessThan(2 * capacity);
    expect((await takeLimit(env, limit, crypto.randomUUID())).ok).toBe(true);
  },
);

test("a phone that has used up its positions can still call for help", async () => {
  const principal = crypto.randomUUID();
  await taken("critical", principal, LIMITS.critical.capacity + 5);
  expect((await takeLimit(env, "sos", principal)).ok).toBe(true);
});

test("what is given back can be taken again, and never makes more than there was", async () => {
  const principal = crypto.randomUUID();
  const { capacity } = LIMITS["link-miss"];
  await giveBackLimit(env, "link-miss", principal);
  expect(await taken("link-miss", principal, capacity)).toBe(capacity);
  const wait = await takeLimit(env, "link-miss", principal);
  expect(wait).toMatchObject({ ok: false });
  await giveBackLimit(env, "link-miss", principal);
  expect((await takeLimit(env, "link-miss", principal)).ok).toBe(true);
});
