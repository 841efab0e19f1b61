import { expect, inject, test } from "vitest";
import { SignInStep } from "../../../src/protocol/api/auth.ts";
import { Problem } from "../../../src/protocol/errors.ts";
import { bearer, call, codeOf } from "./call.ts";
import { codeFor, newNetwork, post, signIn } from "./person.ts";

const logins = inject("logins");
const loginOf = (role: string) => logins.find((login) => login.role === role)?.login ?? "";
const STORE = loginOf("store");

test("a driver signs in by phone and is known from then on", async () => {
  const { session } = await signIn(loginOf("Driver One"));
  expect(session.person.role).toBe("driver");
  expect((await call("/api/v1/auth/sessions", bearer(session))).status).toBe(200);
});

test("drivers have a door of their own, with and without the version in its name", async () => {
  const phone = loginOf("Driver Two");
  const since = Date.now();
  const network = { "cf-connecting-ip": newNetwork() };
  const sent: { challengeId: string } = await (await post("/drivers/auth", { phone }, network)).json();
  const code = await codeFor(phone, since);
  const answer = await call("/api/drivers/auth", {
    method: "POST",
    headers: { "content-type": "application/json", ...network },
    body: JSON.stringify({ phone, challengeId: sent.challengeId, code, device: "phone", native: true }),
  });
  expect(SignInStep.parse(await answer.json())).toMatchObject({ step: "done", person: { role: "driver" } });
});

test("an unknown address gets the same answer as a known one, and no message", async () => {
  const since = Date.now();
  const ask = async (to: string) => {
    const answer = await post("/auth/code", { channel: "email", to }, { "cf-connecting-ip": newNetwork() });
    const { challengeId, ...rest }: { challengeId: string } = await answer.json();
    expect(challengeId).toMatch(/^[\w-]{22}$/);
    return { status: answer.status, rest };
  };
  const unknown = await ask("nobody@nowhere.example");
  expect(unknown).toEqual(await ask(loginOf("admin")));
  await codeFor(loginOf("admin"), since); // the known one arrives; by then the unknown one would have, too
  await expect(codeFor("nobody@nowhere.example", since)).rejects.toThrow("no message");
});

test("what is no address is told so without its value", async () => {
  const answer = await post("/auth/code", { channel: "sms", to: "0900-call-me" }, { "cf-connecting-ip": newNetwork() });
  const problem = Problem.parse(await answer.json());
  expect(problem).toMatchObject({ code: "invalid-request", errors: [{ path: "body.to" }] });
  expect(JSON.stringify(problem)).not.toContain("0900");
});

test("a code is good once, for its own request, and five wrong tries end it", async () => {
  const to = loginOf("Driver Three");
  const network = { "cf-connecting-ip": newNetwork() };
  const since = Date.now();
  const { challengeId }: { challengeId: string } = await (
    await post("/auth/code", { channel: "sms", to }, network)
  ).json();
  const code = await codeFor(to, since);
  const attempt = async (change: object) =>
    codeOf(
      await post(
        "/auth/code/verify",
        { channel: "sms", to, challengeId, code, device: "x", native: true, ...change },
        network,
      ),
    );
  expect(await attempt({ challengeId: "another-request-1234" })).toBe("code-refused");
  expect(await attempt({ to: loginOf("Driver Four") })).toBe("code-refused");
  const wrong = code === "000000" ? "000001" : "000000";
  for (let tries = 0; tries < 5; tries++) expect(await attempt({ code: wrong })).toBe("code-refused");
  expect(await attempt({})).toBe("code-refused");
});

test.each([{ code: null }, { code: "" }, { code: ["123456"] }, { code: 123456 }, {}])(
  "a code that is missing or of another kind is no code: %j",
  async (change) => {
    const body = { channel: "sms", to: loginOf("Driver One"), challengeId: "0123456789abcdef", device: "x", ...change };
    const answer = await post("/auth/code/verify", body, { "cf-connecting-ip": newNetwork() });
    expect(await codeOf(answer)).toBe("invalid-request");
  },
);

test("a second code within half a minute is refused with the time to wait", async () => {
  const ask = () =>
    post("/auth/code", { channel: "email", to: "patience@nowhere.example" }, { "cf-connecting-ip": newNetwork() });
  expect((await ask()).status).toBe(202);
  const refused = await ask();
  expect(refused.status).toBe(429);
  const seconds = Number(refused.headers.get("retry-after"));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(30);
});

test("a network that keeps knocking is told to wait, and others are not", async () => {
  const network = { "cf-connecting-ip": newNetwork() };
  const knock = () => post("/auth/totp", {}, network);
  const statuses = await Promise.all(Array.from({ length: 70 }, async () => (await knock()).status));
  expect(statuses).toContain(429);
  const refused = await knock();
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await post("/auth/totp", {}, { "cf-connecting-ip": newNetwork() })).status).toBe(401);
});

test("a browser's refresh token is a cookie that scripts and other sites cannot have", async () => {
  const { answer, session } = await signIn(STORE, false);
  expect(session.refreshToken).toBeUndefined();
  const cookie = answer.headers.get("set-cookie") ?? "";
  for (const part of ["__Host-", "HttpOnly", "Secure", "SameSite=Strict", "Path=/"]) expect(cookie).toContain(part);
  const [pair = ""] = cookie.split(";");
  const refresh = (origin: string) =>
    post("/auth/refresh", {}, { cookie: pair, origin, "cf-connecting-ip": newNetwork() });
  expect(await codeOf(await refresh("https://evil.example"))).toBe("session-ended");
  const own = await refresh("http://doorstep.test");
  expect(own.status).toBe(200);
  expect(own.headers.get("set-cookie")).toContain("__Host-");
});
