import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ROOT } from "../../../dev/paths.ts";

const ONLY_THE_USER = 0o600;
let state = "";
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "doorstep-vars-"));
});
afterEach(() => rmSync(state, { recursive: true }));

/** In a process of its own, because the folder is chosen by the environment. */
function run(code: string): string {
  const script = `import { ensureSecrets, writeDevVars } from ${JSON.stringify(join(ROOT, "dev", "dev-vars.ts"))}; ${code}`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    encoding: "utf8",
    env: { ...process.env, DOORSTEP_STATE: state },
  });
  expect(stderr).toBe("");
  return stdout;
}

const file = () => readFileSync(join(state, ".dev.vars"), "utf8");

test("secrets are random, made once, and only for this user to read", () => {
  const first = run("console.log(JSON.stringify(await ensureSecrets()))");
  expect(run("console.log(JSON.stringify(await ensureSecrets()))")).toBe(first);
  const secrets: Record<string, string> = JSON.parse(first);
  expect(secrets["HMAC_KEY"]).toMatch(/^[\w-]{43}$/);
  expect(secrets["DATA_KEY"]).toMatch(/^[\w-]{43}$/);
  expect(JSON.parse(secrets["SIGNING_KEYS"] ?? "")).toMatchObject([{ kty: "OKP", crv: "Ed25519" }]);
  expect(new Set(Object.values(secrets)).size).toBe(Object.keys(secrets).length);
  expect(statSync(join(state, ".dev.vars")).mode & 0o777).toBe(ONLY_THE_USER);
});

test("a person's own lines stay, and a set value is replaced", () => {
  writeFileSync(join(state, ".dev.vars"), '# mine\nOTHER=kept\nNEON_PROXY="old"\n');
  run('writeDevVars({ NEON_PROXY: "new" })');
  expect(file()).toBe("# mine\nOTHER=kept\nNEON_PROXY='new'\n");
});
