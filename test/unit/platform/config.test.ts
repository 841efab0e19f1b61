import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { readConfig } from "../../../src/platform/config.ts";

const key = () => randomBytes(32).toString("base64url");

function sound(): Record<string, unknown> {
  return {
    APP_ENV: "production",
    ALLOWED_ORIGINS: "https://a.example, https://b.example",
    NEON_PROXY: "",
    PUBLIC_ORIGIN: "https://doorstep.example",
    SIGNING_KEYS: "[…]",
    DATABASE_URL: "postgresql://doorstep_app:pw@db.example/doorstep",
    DATABASE_URL_READ: "postgres://doorstep_app:pw@replica.example/doorstep",
    HMAC_KEY: key(),
    DATA_KEY: key(),
  };
}

function problemsWith(change: Record<string, unknown>): string[] {
  const result = readConfig({ ...sound(), ...change });
  return result.ok ? [] : result.problems;
}

test("a sound configuration is read into the shape that the code uses", () => {
  const result = readConfig(sound());
  expect(result).toMatchObject({ ok: true, config: { environment: "production", database: { proxy: undefined } } });
  expect(result.ok && result.config.allowedOrigins).toEqual(new Set(["https://a.example", "https://b.example"]));
});

test("while the data key is being replaced, the one before it opens too", () => {
  const [DATA_KEY, DATA_KEY_PREVIOUS] = [key(), key()];
  const both = readConfig({ ...sound(), DATA_KEY, DATA_KEY_PREVIOUS });
  expect(both.ok && both.config.dataKeys).toEqual([DATA_KEY, DATA_KEY_PREVIOUS]);
  const one = readConfig({ ...sound(), DATA_KEY, DATA_KEY_PREVIOUS: "" });
  expect(one.ok && one.config.dataKeys).toEqual([DATA_KEY]);
  expect(problemsWith({ DATA_KEY_PREVIOUS: "short" })).toContain("DATA_KEY_PREVIOUS is shorter than 43 characters");
});

test.each([
  ["missing", { HMAC_KEY: undefined }, "HMAC_KEY is missing"],
  ["short", { DATA_KEY: key().slice(0, 20) }, "DATA_KEY is shorter than 43 characters"],
  ["too long for AES-256", { DATA_KEY: `${key()}AAAA` }, "DATA_KEY is longer than 43 characters"],
  ["a default", { HMAC_KEY: "change-me-".repeat(5) }, "HMAC_KEY is a default or a pattern"],
  ["a pattern", { HMAC_KEY: "abcd".repeat(11) }, "HMAC_KEY is a default or a pattern"],
  ["not base64url", { HMAC_KEY: `${key().slice(0, 42)}!` }, "HMAC_KEY is not base64url"],
  ["no Postgres", { DATABASE_URL: "https://db.example" }, "DATABASE_URL is not a postgres:// URL"],
  ["a local endpoint in production", { NEON_PROXY: "http://127.0.0.1:1" }, "NEON_PROXY is for development only"],
  ["its own address without TLS", { PUBLIC_ORIGIN: "http://doorstep.example" }, "PUBLIC_ORIGIN is needed, with https"],
  ["no signing key", { SIGNING_KEYS: undefined }, "SIGNING_KEYS is missing"],
  ["an origin with a path", { ALLOWED_ORIGINS: "https://a.example/path" }, "ALLOWED_ORIGINS.0 is not an origin"],
  ["every origin", { ALLOWED_ORIGINS: "*" }, "ALLOWED_ORIGINS.0 is not an origin"],
  ["an unknown environment", { APP_ENV: "prod" }, "APP_ENV is not a known environment"],
])("%s: refused, and the log line names the variable", (_, change, problem) => {
  expect(problemsWith(change)).toContain(problem);
});

test("two keys must differ", () => {
  const same = key();
  expect(problemsWith({ HMAC_KEY: same, DATA_KEY: same })).toEqual(["DATA_KEY is the same as HMAC_KEY"]);
});

test("all problems are named at once, and no value", () => {
  const problems = problemsWith({ HMAC_KEY: "hunter2", DATA_KEY: "hunter3", DATABASE_URL: "hunter4" });
  expect(problems.length).toBeGreaterThanOrEqual(3);
  expect(problems.join()).not.toContain("hunter");
});
