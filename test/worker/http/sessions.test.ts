import { env } from "cloudflare:workers";
import { base64url, SignJWT } from "jose";
import { expect, inject, test } from "vitest";
import { SignedIn } from "../../../src/protocol/api/auth.ts";
import { bearer, call, codeOf } from "./call.ts";
import { newNetwork, post, signIn } from "./person.ts";

const logins = inject("logins");
const driver = (name: string) => logins.filter(({ role }) => role === name).at(-1)?.login ?? "";
const refresh = (refreshToken: string | undefined) =>
  post("/auth/refresh", { refreshToken }, { "cf-connecting-ip": newNetwork() });

async function next(refreshToken: string | undefined): Promise<SignedIn> {
  return SignedIn.parse(await (await refresh(refreshToken)).json());
}

test("a refresh token gives the next pair; a lost answer may be asked for again", async () => {
  const { session } = await signIn(driver("Driver One"));
  const second = await next(session.refreshToken);
  const again = await next(session.refreshToken);
  expect(again.refreshToken).toBe(second.refreshToken);
  expect((await call("/api/v1/auth/sessions", bearer(again))).status).toBe(200);
});

test("a token that was followed up is reuse: the whole session ends", async () => {
  const { session } = await signIn(driver("Driver Two"));
  const second = await next(session.refreshToken);
  const third = await next(second.refreshToken);
  expect(await codeOf(await refresh(session.refreshToken))).toBe("session-ended");
  expect(await codeOf(await refresh(third.refreshToken))).toBe("session-ended");
});

test("a hundred at once get one and the same child", async () => {
  const { session } = await signIn(driver("Driver Three"));
  const answers = await Promise.all(Array.from({ length: 100 }, () => next(session.refreshToken)));
  expect(new Set(answers.map(({ refreshToken }) => refreshToken)).size).toBe(1);
});

test.each(["", "a.b.c", "x".repeat(512), "tnt_00000000000000000000000000.drv_00000000000000000000000000.ses_1.1.mac"])(
  "what is no refresh token ends nothing and tells nothing: %s",
  async (token) => {
    const answer = await refresh(token === "" ? undefined : token);
    expect(await codeOf(answer)).toBe("session-ended");
  },
);

test("devices are listed, one can be signed out, and nobody reaches another's", async () => {
  const login = driver("Driver Four");
  const { session: phone } = await signIn(login);
  const list = async (): Promise<{ items: { id: string; current: boolean }[] }> =>
    (await call("/api/v1/auth/sessions", bearer(phone))).json();
  expect((await list()).items).toMatchObject([{ id: phone.sessionId, current: true }]);
  const { session: other } = await signIn(driver("Driver Five"));
  const end = (id: string, by: SignedIn) => call(`/api/v1/auth/sessions/${id}`, { ...bearer(by), method: "DELETE" });
  expect(await codeOf(await end(phone.sessionId, other))).toBe("not-found");
  expect((await end(phone.sessionId, phone)).status).toBe(200);
  expect(await codeOf(await refresh(phone.refreshToken))).toBe("session-ended");
});

test("signing out ends the session and clears the cookie, and may be repeated", async () => {
  const { session } = await signIn(logins.filter(({ role }) => role === "store").at(-1)?.login ?? "");
  const logout = () =>
    post("/auth/logout", { refreshToken: session.refreshToken }, { "cf-connecting-ip": newNetwork() });
  const [first, second] = [await logout(), await logout()];
  expect(first.headers.get("set-cookie")).toContain("Max-Age=0");
  expect([first.status, second.status]).toEqual([200, 200]);
  expect(await codeOf(await refresh(session.refreshToken))).toBe("session-ended");
});

test("the public keys verify our tokens, and nothing private is among them", async () => {
  const answer = await call("/.well-known/jwks.json");
  const text = await answer.text();
  const { keys }: { keys: { kid: string }[] } = JSON.parse(text);
  expect(keys).toMatchObject([{ kty: "OKP", crv: "Ed25519", alg: "EdDSA", use: "sig" }]);
  expect(text).not.toMatch(/"d"/);
});

const part = (value: object) => base64url.encode(JSON.stringify(value));
const now = () => Math.floor(Date.now() / 1_000);
const claims = () => ({
  iss: "doorstep",
  aud: "doorstep-api",
  iat: now(),
  exp: now() + 600,
  jti: crypto.randomUUID(),
  sub: "usr_01h455vb4pex5vsknk084sn02q",
  tid: "tnt_01h455vb4pex5vsknk084sn02q",
  sid: "ses_01h455vb4pex5vsknk084sn02q",
  role: "admin",
});

test.each([
  ["no algorithm", async () => `${part({ alg: "none", typ: "at+jwt" })}.${part(claims())}.`],
  [
    "the public key used as a shared secret",
    async () => {
      const [key] = JSON.parse(env.SIGNING_KEYS);
      return new SignJWT(claims())
        .setProtectedHeader({ alg: "HS256", typ: "at+jwt", kid: key.kid })
        .sign(base64url.decode(key.x));
    },
  ],
  ["a key that nobody knows", async () => signedWithOwnKey("unknown")],
  ["our key's name on another key", async () => signedWithOwnKey(JSON.parse(env.SIGNING_KEYS)[0].kid)],
  ["nothing like a token", async () => "abc"],
])("a token with %s is refused", async (_, make) => {
  const answer = await call("/api/v1/auth/sessions", bearer({ accessToken: await make() }));
  expect(await codeOf(answer)).toBe("unauthenticated");
  expect(answer.status).toBe(401);
});

async function signedWithOwnKey(kid: string): Promise<string> {
  const pair = await crypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new Error("no key pair");
  return new SignJWT(claims()).setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid }).sign(pair.privateKey);
}

test("without a token there is nothing to see, and a bad one is not taken for none", async () => {
  expect(await codeOf(await call("/api/v1/auth/sessions"))).toBe("unauthenticated");
  expect(await codeOf(await call("/api/v1/version", { headers: { authorization: "Basic x" } }))).toBe(
    "unauthenticated",
  );
});
