import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, inject, test, vi } from "vitest";
import { indexOfLogin } from "../../../src/platform/login-name.ts";
import { codeObject } from "../../../src/platform/object-stubs.ts";
import { totpCode } from "../../../src/platform/totp.ts";
import { SignedIn, SignInStep } from "../../../src/protocol/api/auth.ts";
import { bearer, call, codeOf } from "./call.ts";
import { codeFor, newNetwork, post } from "./person.ts";

const DEVICE = { device: "test", native: true };
const STEP_MS = 30_000;
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

// The second tenant's: other tests ask for codes to the first one's, and half a minute has to lie between two.
const to = inject("logins").findLast(({ role }) => role === "admin")?.login ?? "";
const send = (path: string, body: object) => post(path, body, { "cf-connecting-ip": newNetwork() });

async function start(): Promise<SignInStep> {
  const since = Date.now();
  const { challengeId }: { challengeId: string } = await (await send("/auth/code", { channel: "email", to })).json();
  const code = await codeFor(to, since);
  return SignInStep.parse(
    await (await send("/auth/code/verify", { channel: "email", to, challengeId, code, ...DEVICE })).json(),
  );
}

/** Makes the object of this address's codes forget, so that the test need not wait until another may be sent. */
async function forgetCodes(): Promise<void> {
  const stub = codeObject(env, "email", await indexOfLogin(env.HMAC_KEY, { channel: "email", name: to }));
  await runInDurableObject(stub, (_, { storage }) => storage.deleteAll());
  await evictDurableObject(stub);
}

function fromBase32(text: string): Uint8Array<ArrayBuffer> {
  const bits = text.replace(/./g, (letter) => BASE32.indexOf(letter).toString(2).padStart(5, "0"));
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

test("an admin sets up a second factor, is asked for it from then on, and can fall back to a recovery code", async () => {
  const first = await start();
  if (first.step !== "set-up-factor") throw new Error(first.step);
  const { ticket } = first;
  const begun: { secret: string; uri: string } = await (await send("/auth/totp", { ticket })).json();
  expect(begun.uri).toMatch(/^otpauth:\/\/totp\/Doorstep/);
  const now = Date.now();
  const codeAt = (time: number) => totpCode(fromBase32(begun.secret), Math.floor(time / STEP_MS));
  const confirm = async (code: string) => send("/auth/totp/confirm", { ticket, code, ...DEVICE });
  expect(await codeOf(await confirm((await codeAt(now)) === "000000" ? "000001" : "000000"))).toBe("factor-refused");
  const { recoveryCodes, signedIn }: { recoveryCodes: string[]; signedIn: unknown } = await (
    await confirm(await codeAt(now))
  ).json();
  expect(SignedIn.parse(signedIn).person.role).toBe("admin");
  expect(recoveryCodes).toHaveLength(10);

  await forgetCodes();
  const second = await start();
  if (second.step !== "second-factor") throw new Error(second.step);
  expect(second.methods).toEqual(["totp", "recovery"]);
  const verify = (code: string) => send("/auth/totp/verify", { ticket: second.ticket, code, ...DEVICE });
  expect(await codeOf(await verify(await codeAt(now)))).toBe("factor-refused"); // that one was used to set it up
  const session = SignedIn.parse(await (await verify(await codeAt(now + STEP_MS))).json());
  expect((await call("/api/v1/users", bearer(session))).status).toBe(200);
  const events = async () => {
    const answer = await call("/api/v1/security-events?limit=100", bearer(session));
    const { items }: { items: { kind: string; actor: string; ipPrefix: string }[] } = await answer.json();
    return items.filter(({ actor }) => actor === session.person.id);
  };
  const kinds = ["sign-in", "second-factor-refused", "second-factor-changed"];
  await vi.waitFor(async () => expect((await events()).map(({ kind }) => kind)).toEqual(expect.arrayContaining(kinds)));
  expect((await events())[0]?.ipPrefix).toMatch(/\.0\/24$/);
  const recover = (by: string, code = recoveryCodes[0]) =>
    send("/auth/recovery/verify", { ticket: by, code, ...DEVICE });
  expect(await codeOf(await recover(second.ticket))).toBe("ticket-refused");

  await forgetCodes();
  const third = await start();
  if (third.step !== "second-factor") throw new Error(third.step);
  expect((await recover(third.ticket, recoveryCodes[1])).status).toBe(200);
  await forgetCodes();
  const fourth = await start();
  if (fourth.step !== "second-factor") throw new Error(fourth.step);
  expect(await codeOf(await recover(fourth.ticket, recoveryCodes[1]))).toBe("factor-refused");
});

test("a ticket for one step is none for another", async () => {
  const step = await send("/auth/totp", { ticket: "x.y.z" });
  expect(await codeOf(step)).toBe("ticket-refused");
  expect(await codeOf(await send("/auth/totp", {}))).toBe("unauthenticated");
});
