import { env } from "cloudflare:workers";
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CodeObject } from "../../../src/objects/code/code-object.ts";
import { leftovers, MINUTE, NOTHING } from "./account-fixture.ts";

const START = Date.now();
const SUBJECT = "sign-in|+41790000001";

// Only the clock is held; timers and alarms stay real.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: START }));
afterEach(() => void vi.useRealTimers());

type Codes = DurableObjectStub<CodeObject>;

function newCodes(): Codes {
  return env.CODE.getByName(`code:sign-in:${crypto.randomUUID()}`);
}

async function issue(codes: Codes) {
  const issued = await codes.issue(SUBJECT);
  if (!issued.ok) throw new Error(issued.reason);
  return issued;
}

async function answer(codes: Codes, challengeId: string, code: string): Promise<string> {
  const checked = await codes.check(SUBJECT, challengeId, code);
  return checked.ok ? "ok" : checked.reason;
}

function wrongFor(code: string): string {
  return code === "000000" ? "000001" : "000000";
}

test("a code opens once, also when the object slept and the answer is sent many times at once", async () => {
  const codes = newCodes();
  const { challengeId, code, expiresAt } = await issue(codes);
  expect(code).toMatch(/^\d{6}$/);
  expect(expiresAt).toBe(START + 5 * MINUTE);
  await evictDurableObject(codes);
  const answers = await Promise.all(Array.from({ length: 20 }, async () => answer(codes, challengeId, code)));
  expect(answers.filter((reason) => reason === "ok")).toHaveLength(1);
  expect(await answer(codes, challengeId, code)).toBe("unknown");
});

test("a code is good only for its own request and its own subject", async () => {
  const codes = newCodes();
  const { challengeId, code } = await issue(codes);
  expect(await answer(codes, "another request", code)).toBe("unknown");
  expect(await codes.check("sign-in|+41790000002", challengeId, code)).toEqual({ ok: false, reason: "wrong" });
  expect(await answer(codes, challengeId, code)).toBe("ok");
});

test("guesses sent at once are all counted: five, and the code is spent", async () => {
  const codes = newCodes();
  const { challengeId, code } = await issue(codes);
  const wrong = wrongFor(code);
  const answers = await Promise.all(Array.from({ length: 50 }, async () => answer(codes, challengeId, wrong)));
  expect(answers.filter((reason) => reason === "wrong")).toHaveLength(5);
  await evictDurableObject(codes);
  expect(await answer(codes, challengeId, code)).toBe("exhausted");
});

test("the digits cannot be read from the disk", async () => {
  const codes = newCodes();
  const { code } = await issue(codes);
  const stored = await runInDurableObject(codes, (_, { storage }) =>
    JSON.stringify(storage.sql.exec("SELECT state FROM codes").one()),
  );
  expect(stored).toContain("mac");
  expect(stored).not.toContain(code);
});

test("of many requests at once one is sent, and sleep does not reset the count", async () => {
  const codes = newCodes();
  const sendings = await Promise.all(Array.from({ length: 20 }, async () => codes.issue(SUBJECT)));
  expect(sendings.filter(({ ok }) => ok)).toHaveLength(1);
  for (const seconds of [30, 60]) {
    await evictDurableObject(codes);
    vi.setSystemTime(START + seconds * 1000);
    await issue(codes);
  }
  await evictDurableObject(codes);
  vi.setSystemTime(START + 2 * MINUTE);
  expect(await codes.issue(SUBJECT)).toEqual({ ok: false, reason: "too-many", retryAfterSeconds: 8 * 60 });
});

test("twenty wrong codes in a row lock for an hour", async () => {
  const codes = newCodes();
  let now = START;
  for (let n = 0; n < 4; n++) {
    vi.setSystemTime(now);
    const { challengeId, code } = await issue(codes);
    for (let guess = 0; guess < 5; guess++) await answer(codes, challengeId, wrongFor(code));
    now += 4 * MINUTE;
  }
  await evictDurableObject(codes);
  expect(await codes.issue(SUBJECT)).toMatchObject({ ok: false, reason: "too-many" });
  vi.setSystemTime(START + 72 * MINUTE);
  const { challengeId, code } = await issue(codes);
  expect(await answer(codes, challengeId, code)).toBe("ok");
});

test("a late answer is refused, and an object with nothing to remember deletes itself", async () => {
  const codes = newCodes();
  const { challengeId, code } = await issue(codes);
  vi.setSystemTime(START + 5 * MINUTE);
  expect(await answer(codes, challengeId, code)).toBe("expired");
  await runDurableObjectAlarm(codes);
  expect((await leftovers(codes)).alarm).toBe(START + 10 * MINUTE);
  vi.setSystemTime(START + 10 * MINUTE);
  await evictDurableObject(codes);
  expect(await runDurableObjectAlarm(codes)).toBe(true);
  expect(await leftovers(codes)).toEqual(NOTHING);
  await issue(codes);
});

test("failures are remembered for a day, so that pauses do not help a guesser", async () => {
  const codes = newCodes();
  const { challengeId, code } = await issue(codes);
  await answer(codes, challengeId, wrongFor(code));
  vi.setSystemTime(START + 10 * MINUTE);
  await runDurableObjectAlarm(codes);
  expect((await leftovers(codes)).alarm).toBe(START + 24 * 60 * MINUTE);
});

test("a stranger's answer leaves nothing on the disk", async () => {
  const codes = newCodes();
  expect(await answer(codes, "never issued", "123456")).toBe("unknown");
  expect(await leftovers(codes)).toEqual(NOTHING);
});
