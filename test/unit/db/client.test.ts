import { eq, sql } from "drizzle-orm";
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { describe, expect, inject, test } from "vitest";
import { openDb, statements } from "../../../src/db/client.ts";
import { deadLetters } from "../../../src/db/schema/dead-letters.ts";
import { behind, reply } from "./fake-endpoint.ts";

const { appUrl, proxyUrl } = inject("database");
const SECRET = "a value that must not leak";
/** For endpoints that never answer; the others get the client's own time. */
const TIMEOUT_MS = 150;
/** Timers of two processes may disagree by this much. */
const CLOCK_SLACK_MS = 20;

const read = statements.execute(sql`select 1`);
const write = statements.update(deadLetters).set({ error: SECRET }).where(eq(deadLetters.queue, SECRET));

async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (name.startsWith("neon-")) headers.set(name, String(value));
  const answer = await fetch(`${proxyUrl}/sql`, { method: "POST", body: await text(request), headers });
  reply(response, answer.status, await answer.json());
}

describe("the database client", () => {
  test("an endpoint that never answers is a timeout: a read is tried twice, a write once", async () => {
    const { db, events, requests } = await behind(appUrl, () => {}, { timeoutMs: TIMEOUT_MS });
    const timeout = { ok: false, error: { tag: "timeout", transient: true } };
    expect(await db.system.run("slow.read", read, { read: "primary" })).toEqual(timeout);
    expect(requests()).toBe(2);
    expect(await db.system.run("slow.write", write)).toEqual(timeout);
    expect(requests()).toBe(3);
    expect(events).toEqual([
      { name: "slow.read", ms: expect.any(Number), ok: false, retried: true },
      { name: "slow.write", ms: expect.any(Number), ok: false },
    ]);
    expect(events[0]?.ms).toBeGreaterThan(2 * TIMEOUT_MS - CLOCK_SLACK_MS);
    expect(events[1]?.ms).toBeGreaterThan(TIMEOUT_MS - CLOCK_SLACK_MS);
  });

  test.each([
    [503, { message: SECRET }, "unavailable", 2],
    [429, { message: SECRET }, "unavailable", 2],
    [507, { message: SECRET }, "unknown", 1],
    [413, { message: SECRET }, "unknown", 1],
    [400, { message: SECRET, code: "57P01" }, "unavailable", 2],
    [400, { message: SECRET, code: "08006" }, "unavailable", 2],
    [400, { message: SECRET, code: "53300" }, "unavailable", 1],
    [400, { message: SECRET, code: "57014" }, "timeout", 1],
    [400, { message: SECRET, code: "23503", constraint: "trips_fk", detail: SECRET }, "conflict", 1],
    [400, { message: SECRET, code: "23502" }, "invalid", 1],
    [400, { message: SECRET, code: "22P02" }, "invalid", 1],
    [400, { message: SECRET, code: "P0409" }, "version-conflict", 1],
    [400, { message: SECRET, code: "42P01" }, "unknown", 1],
  ])("%i %j is %s, after %i tries of a read and one of a write", async (status, body, tag, tries) => {
    const { db, requests, events } = await behind(appUrl, (_, response) => reply(response, status, body));
    const outcome = await db.system.run("any.read", read, { read: "primary" });
    expect(outcome).toMatchObject({ ok: false, error: { tag, ...("code" in body && { sqlstate: body.code }) } });
    expect(requests()).toBe(tries);
    await db.system.run("any.write", write);
    expect(requests()).toBe(tries + 1);
    expect(JSON.stringify([outcome, events])).not.toContain(SECRET);
  });

  test("a read that fails once succeeds at the second try, and its event says so", async () => {
    let failed = false;
    const { db, events } = await behind(appUrl, (request, response) => {
      if (failed) void forward(request, response);
      else reply(response, 503, {});
      failed = true;
    });
    expect(await db.system.run("once.read", read, { read: "primary" })).toMatchObject({ ok: true });
    expect(events).toEqual([{ name: "once.read", ms: expect.any(Number), ok: true, rows: 1, retried: true }]);
  });

  test.each(["40P01", "40001"])("who lost by %s comes again once, with a write too", async (code) => {
    let lost = 0;
    const { db, events, requests } = await behind(appUrl, (request, response) => {
      if (lost > 0) void forward(request, response);
      else reply(response, 400, { message: SECRET, code });
      lost++;
    });
    expect(await db.system.run("clashing.write", write)).toMatchObject({ ok: true });
    expect(events).toEqual([expect.objectContaining({ name: "clashing.write", ok: true, retried: true })]);
    lost = Number.NEGATIVE_INFINITY;
    expect(await db.system.run("clashing.write", write)).toMatchObject({
      ok: false,
      error: { tag: "unavailable", sqlstate: code },
    });
    expect(requests()).toBe(4);
  });

  test("an answer that stops half way is a timeout, one that breaks off is unavailable", async () => {
    const halting = await behind(appUrl, (_, response) => void response.writeHead(200).write("{"), {
      timeoutMs: TIMEOUT_MS,
    });
    expect(await halting.db.system.run("half", write)).toMatchObject({ ok: false, error: { tag: "timeout" } });
    const breaking = await behind(
      appUrl,
      (_, response) => void response.writeHead(200).write("{", () => response.destroy()),
    );
    expect(await breaking.db.system.run("cut", write)).toMatchObject({ ok: false, error: { tag: "unavailable" } });
  });

  test("nobody at home is unavailable", async () => {
    const db = openDb({ url: appUrl, readUrl: appUrl, proxy: "http://127.0.0.1:1" }, () => {});
    expect(await db.system.run("dead.write", write)).toEqual({
      ok: false,
      error: { tag: "unavailable", transient: true },
    });
  });

  test("a read goes to the replica only when asked to, and is read-only wherever it goes", async () => {
    const seen: unknown[] = [];
    const { db } = await behind(appUrl, ({ headers }, response) => {
      seen.push([new URL(String(headers["neon-connection-string"])).username, headers["neon-batch-read-only"]]);
      reply(response, 400, { message: "", code: "42P01" });
    });
    await db.system.run("a", read);
    await db.system.run("b", read, { read: "primary" });
    await db.system.run("c", read, { read: "replica" });
    expect(seen).toEqual([
      ["doorstep_app", "false"],
      ["doorstep_app", "true"],
      ["replica", "true"],
    ]);
  });

  test("an answer that makes no sense is thrown: it is a bug, and no state of the database", async () => {
    const { db } = await behind(appUrl, (_, response) =>
      reply(response, 200, { results: [{ rows: "no", fields: [] }] }),
    );
    await expect(db.system.run("bug", read)).rejects.toThrow(TypeError);
  });

  test("a statement cannot run outside a scope", async () => {
    await expect(statements.select().from(deadLetters)).rejects.toThrow("Failed query");
  });
});
