import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { RegionId } from "../../../src/protocol/ids.ts";
import {
  DAY,
  DISPATCHER,
  leftovers,
  MINUTE,
  newAccount,
  NOTHING,
  reasonOf,
  refresh,
  SIGN_IN,
  signIn,
} from "./account-fixture.ts";

const START = Date.now();

// Only the clock is held; timers and alarms stay real.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: START }));
afterEach(() => void vi.useRealTimers());

describe("refreshing", () => {
  test("each token is exchanged for the next, through sleep after sleep", async () => {
    const account = newAccount();
    let { refreshToken: token } = await signIn(account);
    const seen = new Set([token]);
    for (let n = 0; n < 5; n++) {
      await evictDurableObject(account);
      token = await refresh(account, token);
      seen.add(token);
    }
    expect(seen.size).toBe(6);
  });

  test("a hundred at once make one new generation, and all get the same child", async () => {
    const account = newAccount();
    const { refreshToken: parent } = await signIn(account);
    const children = await Promise.all(Array.from({ length: 100 }, async () => refresh(account, parent)));
    expect(new Set(children).size).toBe(1);
    const [child = ""] = children;
    expect(child.split(".")[3]).toBe("2");
    expect((await refresh(account, child)).split(".")[3]).toBe("3");
  });

  test("a reply lost in a tunnel is repeated, also by an object that slept in between", async () => {
    const account = newAccount();
    const { refreshToken: parent } = await signIn(account);
    const lost = await refresh(account, parent);
    await evictDurableObject(account);
    vi.setSystemTime(START + MINUTE);
    expect(await refresh(account, parent)).toBe(lost);
    await refresh(account, lost);
  });

  test("a parent used after its child ends the whole family, and no other", async () => {
    const account = newAccount();
    const other = await signIn(account, "phone");
    const { refreshToken: parent } = await signIn(account);
    const child = await refresh(account, parent);
    const grandchild = await refresh(account, child);
    expect(await reasonOf(account.rotate(parent))).toBe("reuse");
    await evictDurableObject(account);
    expect(await reasonOf(account.rotate(grandchild))).toBe("revoked");
    await refresh(account, other.refreshToken);
    expect((await account.listSessions()).map(({ device }) => device)).toEqual(["phone"]);
  });

  test("a parent presented later than a minute is stolen goods too", async () => {
    const account = newAccount();
    const { refreshToken: parent } = await signIn(account);
    await refresh(account, parent);
    vi.setSystemTime(START + MINUTE + 1);
    expect(await reasonOf(account.rotate(parent))).toBe("reuse");
  });

  test("forged, foreign and broken tokens are unknown and end nothing", async () => {
    const account = newAccount();
    const { refreshToken: token } = await signIn(account);
    const stranger = newAccount();
    const { refreshToken: foreign } = await signIn(stranger);
    const parts = token.split(".");
    const withPart = (at: number, part: string): string => parts.with(at, part).join(".");
    const bad = [
      foreign,
      withPart(0, foreign.split(".")[0] ?? ""),
      withPart(2, foreign.split(".")[2] ?? ""),
      withPart(3, "2"),
      withPart(4, foreign.split(".")[4] ?? ""),
      `${token}x`,
      "",
      "a".repeat(10_000),
    ];
    for (const text of bad) expect(await reasonOf(account.rotate(text))).toBe("unknown");
    await refresh(account, token);
  });

  test("a forged token leaves nothing on the disk of an object that nobody has", async () => {
    const { refreshToken } = await signIn(newAccount());
    const nobody = newAccount();
    expect(await reasonOf(nobody.rotate(refreshToken))).toBe("unknown");
    expect(await nobody.findPasskey("any")).toBeNull();
    expect(await nobody.takeChallenge("any", "sign-in")).toBe(false);
    expect(await leftovers(nobody)).toEqual(NOTHING);
  });
});

describe("access", () => {
  test("the next token says what setProfile said last", async () => {
    const account = newAccount();
    const { refreshToken } = await signIn(account);
    const narrowed = { ...DISPATCHER, regionIds: [RegionId.parse("reg_00000000000000000000000001")] };
    const { epoch } = await account.setProfile(narrowed);
    expect((await account.setProfile(narrowed)).epoch).toBe(epoch);
    await evictDurableObject(account);
    expect(await account.rotate(refreshToken)).toMatchObject({ ok: true, profile: narrowed });
    expect((await account.setProfile(DISPATCHER)).epoch).toBeGreaterThan(epoch);
  });

  test("suspension ends every session, and a sign-in that was under way comes too late", async () => {
    const account = newAccount();
    const { refreshToken } = await signIn(account);
    await account.setProfile({ ...DISPATCHER, status: "suspended" });
    expect(await reasonOf(account.rotate(refreshToken))).toBe("suspended");
    expect(await account.openSession(SIGN_IN)).toEqual({ ok: false, reason: "suspended" });
    await account.setProfile(DISPATCHER);
    expect(await reasonOf(account.rotate(refreshToken))).toBe("revoked");
    await signIn(account);
  });

  test("another role starts with a new sign-in", async () => {
    const account = newAccount();
    const { refreshToken } = await signIn(account);
    await account.setProfile({ ...DISPATCHER, role: "admin" });
    expect(await reasonOf(account.rotate(refreshToken))).toBe("revoked");
    expect((await signIn(account)).profile.role).toBe("admin");
  });
});

describe("devices", () => {
  test("are listed by last use, and end one by one or all but this one", async () => {
    const account = newAccount();
    const [first, second] = [await signIn(account, "first"), await signIn(account, "second")];
    vi.setSystemTime(START + MINUTE);
    const third = await signIn(account, "third");
    await evictDurableObject(account);
    const listed = await account.listSessions();
    expect(listed[0]).toEqual({
      sessionId: third.sessionId,
      device: "third",
      method: "code",
      createdAt: START + MINUTE,
      lastUsedAt: START + MINUTE,
      expiresAt: START + MINUTE + 30 * DAY,
    });
    expect(await account.endSession(first.sessionId)).toBe(true);
    expect(await account.endSession(first.sessionId)).toBe(false);
    expect(await account.endAllSessions(third.sessionId)).toBe(1);
    expect(await reasonOf(account.rotate(second.refreshToken))).toBe("revoked");
    expect((await account.listSessions()).map(({ device }) => device)).toEqual(["third"]);
  });

  test("the twenty-first ends the one unused for longest", async () => {
    const account = newAccount();
    for (let n = 0; n < 21; n++) {
      vi.setSystemTime(START + n);
      await signIn(account, `device ${n}`);
    }
    const devices = (await account.listSessions()).map(({ device }) => device);
    expect(devices).toHaveLength(20);
    expect(devices).not.toContain("device 0");
  });
});

describe("expiry", () => {
  test("a session unused for a month is refused, and an object with nothing left deletes itself", async () => {
    const account = newAccount();
    const { refreshToken } = await signIn(account);
    expect((await leftovers(account)).alarm).toBe(START + 30 * DAY);
    vi.setSystemTime(START + 30 * DAY);
    expect(await reasonOf(account.rotate(refreshToken))).toBe("expired");
    await evictDurableObject(account);
    expect(await runDurableObjectAlarm(account)).toBe(true);
    expect(await leftovers(account)).toEqual(NOTHING);
    expect(await reasonOf(account.rotate(refreshToken))).toBe("unknown");
    await signIn(account);
  });

  test("an alarm that comes while a session still lives waits for its new end", async () => {
    const account = newAccount();
    const { refreshToken } = await signIn(account);
    vi.setSystemTime(START + 20 * DAY);
    const token = await refresh(account, refreshToken);
    vi.setSystemTime(START + 30 * DAY);
    await runDurableObjectAlarm(account);
    expect((await leftovers(account)).alarm).toBe(START + 50 * DAY);
    await refresh(account, token);
  });

  test("an erased person is gone with everything, and the same object serves the next sign-in", async () => {
    const account = newAccount();
    const { refreshToken } = await signIn(account);
    await account.beginTotp();
    await account.erase();
    expect(await leftovers(account)).toEqual(NOTHING);
    expect(await reasonOf(account.rotate(refreshToken))).toBe("unknown");
    await signIn(account);
    expect(await account.listSessions()).toHaveLength(1);
  });
});
