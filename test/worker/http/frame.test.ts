import { expect, test } from "vitest";
import { Problem } from "../../../src/protocol/errors.ts";
import { call } from "./call.ts";

const CANARY = "do-not-echo-4711";

test("an unknown path below /api answers a problem, whatever the method", async () => {
  for (const method of ["GET", "POST", "DELETE"]) {
    const answer = await call(`/api/v1/nothing/${CANARY}`, { method });
    expect(answer.status).toBe(404);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    const body = await answer.text();
    expect(Problem.parse(JSON.parse(body))).toMatchObject({ code: "not-found", status: 404 });
    expect(body).not.toContain(CANARY);
  }
});

test("a known path tells another method what it takes", async () => {
  const answer = await call("/api/v1/version", { method: "DELETE" });
  expect(answer.status).toBe(405);
  expect(answer.headers.get("allow")).toBe("GET");
  expect(Problem.parse(await answer.json()).code).toBe("method-not-allowed");
});

test("/api answers the same as /api/v1", async () => {
  const [versioned, plain] = await Promise.all([call("/api/v1/version"), call("/api/version")]);
  expect(plain.status).toBe(200);
  expect(await plain.json()).toEqual(await versioned.json());
});

test("every answer names its request, with an id that the caller cannot choose", async () => {
  const answer = await call("/api/v1/version", { headers: { "x-request-id": CANARY } });
  expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  const refused = await call("/api/v1/nothing");
  expect(Problem.parse(await refused.json()).requestId).toBe(refused.headers.get("x-request-id"));
});

test("a body over the limit is refused, announced or streamed", async () => {
  const tooLarge = new Uint8Array(1024 * 1024 + 1);
  const stream = () => new Blob([tooLarge]).stream();
  for (const body of [tooLarge, stream()]) {
    const answer = await call("/api/v1/version", { method: "POST", body });
    expect(answer.status).toBe(413);
    expect(Problem.parse(await answer.json()).code).toBe("body-too-large");
  }
});

test("a tracking page may stand in a frame of our own start page, and nothing in anybody else's", async () => {
  const [tracking, start] = await Promise.all(["/t/unknown", "/"].map((path) => call(path)));
  expect(tracking?.headers.get("content-security-policy")).toContain("frame-ancestors 'self'");
  expect(tracking?.headers.get("x-frame-options")).toBe("SAMEORIGIN");
  expect(start?.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
});

test("security headers stand on data, pages and refusals alike, with a nonce that is new each time", async () => {
  const answers = await Promise.all(["/health/live", "/api/v1/nothing", "/", "/nowhere"].map((path) => call(path)));
  const policies = answers.map((answer) => answer.headers.get("content-security-policy") ?? "");
  for (const [index, policy] of policies.entries()) {
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe");
    const { headers } = answers[index] ?? new Response();
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("strict-transport-security")).toMatch(/max-age=\d{7,}/);
  }
  const nonces = policies.map((policy) => /'nonce-([^']+)'/.exec(policy)?.[1]);
  expect(new Set(nonces).size).toBe(answers.length);
});

test("only exact origins may read answers across origins", async () => {
  const origins = ["https://evil.example", "https://console.example.evil.example", "http://console.example", "null"];
  for (const origin of origins) {
    const answer = await call("/api/v1/version", { headers: { origin } });
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  }
  const allowed = await call("/api/v1/version", { headers: { origin: "https://console.example" } });
  expect(allowed.headers.get("access-control-allow-origin")).toBe("https://console.example");
  expect(allowed.headers.get("vary")).toContain("Origin");
});

test("a preflight from an allowed origin names the methods; from another it names no origin", async () => {
  const preflight = (origin: string) =>
    call("/api/v1/version", { method: "OPTIONS", headers: { origin, "access-control-request-method": "PUT" } });
  const allowed = await preflight("https://console.example");
  expect(allowed.status).toBe(204);
  expect(allowed.headers.get("access-control-allow-methods")).toContain("PUT");
  const foreign = await preflight("https://evil.example");
  expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
});
