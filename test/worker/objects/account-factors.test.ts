import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { TOTP_STEP_MS } from "../../../src/domain/totp-step.ts";
import { totpCode } from "../../../src/platform/totp.ts";
import { type Account, DAY, DISPATCHER, leftovers, MINUTE, newAccount, NOTHING } from "./account-fixture.ts";

const START = Math.ceil(Date.now() / TOTP_STEP_MS) * TOTP_STEP_MS;

// Only the clock is held; timers and alarms stay real.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: START }));
afterEach(() => void vi.useRealTimers());

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** What an authenticator app shows for a secret, `offset` steps from now. */
async function appCode(secret: string, offset = 0): Promise<string> {
  const bits = Array.from(secret, (character) => BASE32.indexOf(character).toString(2).padStart(5, "0")).join("");
  const bytes = Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
  return totpCode(bytes, Math.floor(Date.now() / TOTP_STEP_MS) + offset);
}

async function withTotp(): Promise<{ account: Account; secret: string; recoveryCodes: string[] }> {
  const account = newAccount();
  const { secret } = await account.beginTotp();
  await evictDurableObject(account);
  const { recoveryCodes = [] } = await account.confirmTotp(await appCode(secret, -1));
  return { account, secret, recoveryCodes };
}

async function wrongCode(secret: string): Promise<string> {
  const right = await Promise.all([-1, 0, 1].map(async (offset) => appCode(secret, offset)));
  return ["000000", "000001", "000002", "000003"].find((code) => !right.includes(code)) ?? "";
}

async function lockOut(account: Account, secret: string): Promise<void> {
  for (let n = 0; n < 5; n++) expect(await account.checkTotp(await wrongCode(secret))).toBe("wrong");
}

describe("an authenticator app", () => {
  test("counts only once a code of it came back", async () => {
    const account = newAccount();
    const { secret } = await account.beginTotp();
    expect(await account.confirmTotp(await wrongCode(secret))).toEqual({ ok: false });
    expect(await account.factors()).toEqual({ totp: false, passkeys: [], recoveryLeft: 0 });
    expect(await account.checkTotp(await appCode(secret))).toBe("wrong");
    expect((await account.confirmTotp(await appCode(secret))).recoveryCodes).toHaveLength(10);
    expect(await account.factors()).toEqual({ totp: true, passkeys: [], recoveryLeft: 10 });
  });

  test("each code opens once, also after sleep", async () => {
    const { account, secret } = await withTotp();
    expect(await account.checkTotp(await appCode(secret, -1))).toBe("replayed");
    expect(await account.checkTotp(await appCode(secret))).toBe("ok");
    await evictDurableObject(account);
    expect(await account.checkTotp(await appCode(secret))).toBe("replayed");
    expect(await account.checkTotp(await appCode(secret, 2))).toBe("wrong");
    expect(await account.checkTotp(await appCode(secret, 1))).toBe("ok");
  });

  test("a code sent many times at once opens once", async () => {
    const { account, secret } = await withTotp();
    const code = await appCode(secret);
    const verdicts = await Promise.all(Array.from({ length: 20 }, async () => account.checkTotp(code)));
    expect(verdicts.filter((verdict) => verdict === "ok")).toHaveLength(1);
  });

  test("five wrong codes lock for a quarter of an hour, five more for twice as long", async () => {
    const { account, secret } = await withTotp();
    await lockOut(account, secret);
    await evictDurableObject(account);
    expect(await account.checkTotp(await appCode(secret))).toBe("locked");
    vi.setSystemTime(START + 15 * MINUTE);
    await lockOut(account, secret);
    vi.setSystemTime(START + 45 * MINUTE - 1);
    expect(await account.checkTotp(await appCode(secret))).toBe("locked");
    vi.setSystemTime(START + 45 * MINUTE);
    expect(await account.checkTotp(await appCode(secret))).toBe("ok");
  });

  test("guesses sent at once are all counted", async () => {
    const { account, secret } = await withTotp();
    const wrong = await wrongCode(secret);
    const verdicts = await Promise.all(Array.from({ length: 50 }, async () => account.checkTotp(wrong)));
    expect(verdicts.filter((verdict) => verdict === "wrong")).toHaveLength(5);
  });

  test("a new app replaces the old one and its recovery codes only when it is confirmed", async () => {
    const { account, secret, recoveryCodes } = await withTotp();
    const next = await account.beginTotp();
    expect(await account.checkTotp(await appCode(secret))).toBe("ok");
    await account.confirmTotp(await appCode(next.secret));
    expect(await account.checkTotp(await appCode(secret, 1))).toBe("wrong");
    expect(await account.checkRecovery(recoveryCodes[0] ?? "")).toBe("wrong");
  });

  test("a set-up left half done is forgotten, object and all", async () => {
    const account = newAccount();
    const { secret } = await account.beginTotp();
    vi.setSystemTime(START + 30 * MINUTE);
    expect(await account.confirmTotp(await appCode(secret))).toEqual({ ok: false });
    await runDurableObjectAlarm(account);
    expect(await leftovers(account)).toEqual(NOTHING);
  });

  test("neither its secret nor a recovery code can be read from the disk", async () => {
    const { account, secret, recoveryCodes } = await withTotp();
    const stored = await runInDurableObject(account, (_, { storage }) =>
      JSON.stringify(storage.sql.exec("SELECT state FROM factors").one()),
    );
    expect(stored).toContain("v1.");
    for (const plain of [secret, ...recoveryCodes]) expect(stored).not.toContain(plain);
  });
});

describe("recovery codes", () => {
  test("each opens once, however it is typed", async () => {
    const { account, recoveryCodes } = await withTotp();
    const [first = "", second = ""] = recoveryCodes;
    expect(await account.checkRecovery(first.toUpperCase().replaceAll("-", " "))).toBe("ok");
    await evictDurableObject(account);
    expect(await account.checkRecovery(first)).toBe("wrong");
    expect(await account.checkRecovery(second)).toBe("ok");
    expect((await account.factors()).recoveryLeft).toBe(8);
  });

  test("are locked together with the app", async () => {
    const { account, secret, recoveryCodes } = await withTotp();
    await lockOut(account, secret);
    expect(await account.checkRecovery(recoveryCodes[0] ?? "")).toBe("locked");
    vi.setSystemTime(START + 15 * MINUTE);
    expect(await account.checkRecovery("not a code")).toBe("wrong");
    expect(await account.checkRecovery(recoveryCodes[0] ?? "")).toBe("ok");
  });
});

describe("passkeys", () => {
  const PASSKEY = { credentialId: "cred", publicKey: "key", counter: 3, transports: ["internal"], name: "Phone" };

  test("are kept through sleep, found, used and removed", async () => {
    const account = newAccount();
    expect(await account.addPasskey(PASSKEY)).toBe(true);
    expect(await account.addPasskey(PASSKEY)).toBe(false);
    await evictDurableObject(account);
    expect(await account.findPasskey("cred")).toEqual(PASSKEY);
    expect(await account.usePasskey("cred", 4)).toBe(true);
    const info = { credentialId: "cred", name: "Phone", createdAt: START, lastUsedAt: START };
    expect((await account.factors()).passkeys).toEqual([info]);
    expect(await account.removePasskey("cred")).toBe("removed");
    expect(await account.removePasskey("cred")).toBe("unknown");
    expect(await account.findPasskey("cred")).toBeNull();
  });

  test("the last factor of whoever needs one stays, also when two are removed at once", async () => {
    const account = newAccount();
    await account.setProfile(DISPATCHER);
    for (const credentialId of ["one", "two"]) await account.addPasskey({ ...PASSKEY, credentialId });
    const removals = await Promise.all(["one", "two"].map(async (id) => account.removePasskey(id)));
    expect(removals.toSorted()).toEqual(["last-factor", "removed"]);
    await evictDurableObject(account);
    const [left] = (await account.factors()).passkeys;
    const { secret } = await account.beginTotp();
    await account.confirmTotp(await appCode(secret));
    expect(await account.removePasskey(left?.credentialId ?? "")).toBe("removed");
  });

  test("whoever needs no second factor may remove the last one", async () => {
    const account = newAccount();
    await account.setProfile({ ...DISPATCHER, role: "store", storeCode: "mill" });
    await account.addPasskey(PASSKEY);
    expect(await account.removePasskey("cred")).toBe("removed");
  });

  test("a counter that does not rise is a copy; one that never counted is not", async () => {
    const account = newAccount();
    await account.addPasskey(PASSKEY);
    for (const counter of [3, 2, 0]) expect(await account.usePasskey("cred", counter)).toBe(false);
    await account.addPasskey({ ...PASSKEY, credentialId: "synced", counter: 0 });
    expect(await account.usePasskey("synced", 0)).toBe(true);
    expect(await account.usePasskey("unknown", 1)).toBe(false);
  });

  test("ten are enough", async () => {
    const account = newAccount();
    for (let n = 0; n < 10; n++) await account.addPasskey({ ...PASSKEY, credentialId: `${n}` });
    expect(await account.addPasskey(PASSKEY)).toBe(false);
  });

  test("with the last of them goes the object that held nothing else", async () => {
    const account = newAccount();
    await account.addPasskey(PASSKEY);
    await account.removePasskey("cred");
    vi.setSystemTime(START + MINUTE);
    await runDurableObjectAlarm(account);
    expect(await leftovers(account)).toEqual(NOTHING);
  });
});

describe("what counts once", () => {
  test("a ticket is spent once, also when two try at the same time or the object slept", async () => {
    const account = newAccount();
    const tries = await Promise.all([1, 2, 3].map(async () => account.spendTicket("jti", START + MINUTE)));
    expect(tries.filter(Boolean)).toHaveLength(1);
    await evictDurableObject(account);
    expect(await account.spendTicket("jti", START + MINUTE)).toBe(false);
    expect(await account.spendTicket("late", START)).toBe(false);
  });

  test("a challenge is taken once, in time, for its own purpose", async () => {
    const account = newAccount();
    await account.rememberChallenge("c", "sign-in", START + MINUTE);
    await evictDurableObject(account);
    expect(await account.takeChallenge("c", "registration")).toBe(false);
    expect(await account.takeChallenge("c", "sign-in")).toBe(true);
    expect(await account.takeChallenge("c", "sign-in")).toBe(false);
    await account.rememberChallenge("d", "sign-in", START + MINUTE);
    vi.setSystemTime(START + MINUTE);
    expect(await account.takeChallenge("d", "sign-in")).toBe(false);
  });

  test("of many open challenges the newest twenty stay", async () => {
    const account = newAccount();
    for (let n = 0; n < 21; n++) await account.rememberChallenge(`${n}`, "sign-in", START + MINUTE + n);
    expect(await account.takeChallenge("0", "sign-in")).toBe(false);
    expect(await account.takeChallenge("1", "sign-in")).toBe(true);
  });

  test("marks past their time are swept, and the object with them", async () => {
    const account = newAccount();
    await account.spendTicket("jti", START + MINUTE);
    vi.setSystemTime(START + DAY);
    await runDurableObjectAlarm(account);
    expect(await leftovers(account)).toEqual(NOTHING);
  });
});
