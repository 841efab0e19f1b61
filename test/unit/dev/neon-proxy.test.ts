import { inject, afterAll, beforeAll, expect, test } from "vitest";
import { type NeonProxy, startNeonProxy } from "../../../dev/neon-proxy.ts";

const { adminUrl } = inject("database");
let proxy: NeonProxy;

beforeAll(async () => {
  proxy = await startNeonProxy({ hosts: [new URL(adminUrl).hostname] });
});
afterAll(() => proxy.stop());

async function post(
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`${proxy.url}/sql`, {
    method: "POST",
    headers: { "neon-connection-string": adminUrl, ...headers },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
}

test("values travel as Postgres' own text, with their types beside them", async () => {
  const { status, body } = await post({
    query: "SELECT $1::bigint AS big, true AS yes, null AS none",
    params: ["9007199254740993"],
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({ rows: [{ big: "9007199254740993", yes: "t", none: null }], rowCount: 1 });
  expect(body["fields"]).toMatchObject([
    { name: "big", dataTypeID: 20 },
    { name: "yes", dataTypeID: 16 },
    { name: "none" },
  ]);
});

test("an error has Postgres' code and field, and status 400", async () => {
  const { status, body } = await post({ query: "SELECT 1/0" });
  expect(status).toBe(400);
  expect(body).toMatchObject({ code: "22012", severity: "ERROR" });
});

test("two statements in one query are refused, as the real service does", async () => {
  const { body } = await post({ query: "SELECT 1; SELECT 2" });
  expect(body).toMatchObject({ code: "42601" });
});

test("a batch is one transaction: a failing statement undoes those before it", async () => {
  const table = `batch_${Date.now()}`;
  const failing = await post({ queries: [{ query: `CREATE TABLE ${table} (x int)` }, { query: "SELECT 1/0" }] });
  expect(failing.status).toBe(400);
  const { body } = await post({ query: "SELECT to_regclass($1) AS found", params: [table] });
  expect(body).toMatchObject({ rows: [{ found: null }] });
});

test("a read-only batch cannot write, and an unknown isolation level is refused", async () => {
  const queries = [{ query: "CREATE TABLE never (x int)" }];
  expect((await post({ queries }, { "neon-batch-read-only": "true" })).body).toMatchObject({ code: "25006" });
  expect((await post({ queries }, { "neon-batch-isolation-level": "Snapshot" })).status).toBe(500);
});

test("it leads to its own database and nowhere else", async () => {
  const elsewhere = { "neon-connection-string": "postgres://a:b@10.0.0.1:5432/x" };
  expect(await post({ query: "SELECT 1" }, elsewhere)).toMatchObject({
    status: 500,
    body: { message: "this endpoint serves its own database only" },
  });
});

test("anything but the one address is not found", async () => {
  expect((await fetch(`${proxy.url}/sql`)).status).toBe(404);
  expect((await fetch(`${proxy.url}/other`, { method: "POST" })).status).toBe(404);
});

test("a connection that dies within a batch fails that batch, and the next one has another", async () => {
  const dying = { query: "SELECT pg_terminate_backend(pg_backend_pid())" };
  expect(await post({ queries: [{ query: "SELECT 1" }, dying, { query: "SELECT 2" }] })).toMatchObject({
    status: 400,
    body: { code: "57P01" },
  });
  expect(await post({ queries: [{ query: "SELECT 3" }] })).toMatchObject({ status: 200 });
});
