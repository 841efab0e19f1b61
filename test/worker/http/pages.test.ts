import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { createApp } from "../../../src/http/app.ts";
import type { HttpDeps } from "../../../src/http/deps.ts";
import { Problem } from "../../../src/protocol/errors.ts";
import { call } from "./call.ts";

const html = (language: string) => ({ headers: { accept: "text/html", "accept-language": language } });

function nonceOf(answer: Response): string {
  return /'nonce-([^']+)'/.exec(answer.headers.get("content-security-policy") ?? "")?.[1] ?? "none";
}

test("each script of a page carries the nonce of its answer", async () => {
  const answer = await call("/", html("en"));
  expect(answer.status).toBe(200);
  const scripts = (await answer.text()).match(/<script[^>]*>/g) ?? [];
  expect(scripts.length).toBeGreaterThan(0);
  for (const script of scripts) expect(script).toContain(`nonce="${nonceOf(answer)}"`);
});

test("a page is never revalidated: its nonce belongs to one answer", async () => {
  const answer = await call("/", html("en"));
  expect(answer.headers.get("etag")).toBeNull();
  expect(answer.headers.get("cache-control")).toBe("no-store");
});

test("a page has the reader's language and direction, and knows where there may be a simulation", async () => {
  const page = async (language: string) => (await call("/", html(language))).text();
  expect(await page("de;q=0.5, en-GB")).toContain('<html lang="en" dir="ltr" data-simulation="">');
  expect(await page("ar-XB")).toContain('<html lang="ar-XB" dir="rtl" data-simulation="">');
});

test("the API reference answers at both names", async () => {
  for (const path of ["/api/docs", "/api/v1/docs"]) {
    const answer = await call(path, html("en"));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain(nonceOf(answer));
  }
});

test("an unknown page is a page for people and a problem for programs", async () => {
  const page = await call("/no/such/page", html("en"));
  expect(page.status).toBe(404);
  expect(page.headers.get("content-type")).toContain("text/html");
  const data = await call("/no/such/page", { headers: { accept: "application/json" } });
  expect(data.status).toBe(404);
  expect(Problem.parse(await data.json()).code).toBe("not-found");
});

test("a page takes no other method than reading", async () => {
  const answer = await call("/", { method: "POST", body: "x" });
  expect(answer.status).toBe(404);
});

test("pages may send files to the bucket where it is configured, and to nobody else", async () => {
  // Only what a page needs; the rest is not asked for.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const deps = { assets: env.ASSETS, outbox: undefined, log: () => {} } as unknown as HttpDeps;
  const options = { allowedOrigins: new Set<string>(), makeDeps: () => deps };
  const policies = await Promise.all(
    [undefined, "https://bucket.example"].map(async (uploadOrigin) => {
      const page = await createApp({ ...options, uploadOrigin }).request("/account/", html("en"));
      return /connect-src ([^;]*)/.exec(page.headers.get("content-security-policy") ?? "")?.[1];
    }),
  );
  expect(policies).toEqual(["'self'", "'self' https://bucket.example"]);
});

test("where messages are really sent there is no page for those that are not", async () => {
  // Only what a page needs; the rest is not asked for.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const deps = { assets: env.ASSETS, outbox: undefined, log: () => {} } as unknown as HttpDeps;
  const app = createApp({ allowedOrigins: new Set(), makeDeps: () => deps });
  expect((await app.request("/outbox/", html("en"))).status).toBe(404);
  expect((await app.request("/account/", html("en"))).status).toBe(200);
  expect((await call("/outbox/", html("en"))).status).toBe(200);
});
