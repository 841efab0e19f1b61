import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { uuidv7 } from "uuidv7";
import { expect, inject, test } from "vitest";
import * as z from "zod";
import { makeSecrets } from "../../../dev/dev-vars.ts";
import { MIGRATIONS } from "../../../dev/migrate.ts";
import { jurisdictionOf } from "../../../src/domain/jurisdiction.ts";
import { TenantId } from "../../../src/protocol/ids.ts";
import { ROOT } from "../../../dev/paths.ts";
import { wireId } from "../../../dev/tenant-rows.ts";
import { applyMigrations, scratchDatabase } from "../db/scratch-database.ts";

const ARGS = ["--tenant", "North & Sons", "--email", "Admin@north.example"];

function run(args: string[], env: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, "dev", "first-admin.ts"), ...args], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"] ?? "", ...env },
  });
  return { status, said: stdout + stderr };
}

test("what is missing is named, all at once", () => {
  const { status, said } = run(["--email", "nobody"], {});
  expect(status).toBe(1);
  for (const word of ["--tenant", "--email", "DATABASE_URL", "HMAC_KEY", "DATA_KEY"]) expect(said).toContain(word);
});

test("the first administrator is made once, invited, without a password, and with a sealed address", async () => {
  const { adminUrl } = inject("database");
  const client = await scratchDatabase(adminUrl);
  await applyMigrations(client, MIGRATIONS);
  const url = new URL(adminUrl);
  url.pathname = `/${client.database ?? ""}`;
  const env = { ...(await makeSecrets()), DATABASE_URL: url.href };
  expect(run(ARGS, env)).toEqual({ status: 0, said: expect.stringContaining("admin@north.example may now sign in") });
  expect(run(ARGS, env)).toEqual({ status: 1, said: expect.stringContaining("has a tenant already") });
  const tenants = await client.query("SELECT slug FROM tenants");
  expect(tenants.rows).toEqual([{ slug: "north-sons" }]);
  const users = await client.query("SELECT role, status, email_sealed FROM users");
  expect(users.rows).toEqual([{ role: "admin", status: "invited", email_sealed: expect.stringMatching(/^v1\./) }]);
});

test("a tenant of the EU is one by its id, and its setting can say nothing else", async () => {
  const { adminUrl } = inject("database");
  const client = await scratchDatabase(adminUrl);
  await applyMigrations(client, MIGRATIONS);
  const url = new URL(adminUrl);
  url.pathname = `/${client.database ?? ""}`;
  const env = { ...(await makeSecrets()), DATABASE_URL: url.href };
  expect(run([...ARGS, "--jurisdiction", "mars"], env).said).toContain("--jurisdiction may only be eu");
  expect(run([...ARGS, "--jurisdiction", "eu"], env).status).toBe(0);
  const { rows } = await client.query("SELECT id, settings FROM tenants");
  const [{ id, settings }] = z.tuple([z.object({ id: z.uuid(), settings: z.unknown() })]).parse(rows);
  expect(settings).toEqual({ jurisdiction: "eu" });
  expect(jurisdictionOf(TenantId.parse(wireId("tnt", id)))).toBe("eu");
  const refused = client.query("UPDATE tenants SET settings = '{}'");
  await expect(refused).rejects.toThrow("tenants_jurisdiction_check");
  const other = "INSERT INTO tenants (id, slug, name, settings) VALUES ($1, 'o', 'O', '{\"jurisdiction\": \"eu\"}')";
  await expect(client.query(other, [uuidv7()])).rejects.toThrow("tenants_jurisdiction_check");
});
