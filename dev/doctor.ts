// `npm run doctor`: looks at everything that the commands need and prints the cure for what is missing.
import { statfs } from "node:fs/promises";
import { existsSync } from "node:fs";
import { findChromium, HOW_TO_GET_CHROMIUM } from "./chromium.ts";
import { POSTGRES_PORT, PROXY_PORT } from "./database.ts";
import { readDevVars } from "./dev-vars.ts";
import { withClient } from "./migrate.ts";
import { messageOf } from "./message-of.ts";
import { DEV_VARS, ROOT } from "./paths.ts";
import { isFree } from "./ports.ts";
import { findPostgres } from "./postgres-binaries.ts";

interface Finding {
  ok: boolean;
  about: string;
  says: string;
  cure?: string;
}

/** node_modules and a demo's data take about 1 GB. */
const DISK_MIN_BYTES = 1_500_000_000;
const GB = 1e9;

const findings: Finding[] = [
  node(),
  npm(),
  await disk(),
  secrets(),
  await port("Worker", Number(process.env["PORT"]) || 8787),
  await port("Postgres", POSTGRES_PORT),
  await port("database endpoint", PROXY_PORT),
  engine(),
  await database(),
  browser(),
];
const width = Math.max(...findings.map(({ about }) => about.length));
for (const { ok, about, says, cure } of findings) {
  console.log(`${ok ? "ok  " : "MEND"}  ${about.padEnd(width)}  ${says}`);
  if (!ok && cure) console.log(`      ${"".padEnd(width)}  → ${cure}`);
}
const bad = findings.filter(({ ok }) => !ok).length;
console.log(bad === 0 ? "\nEverything that Doorstep needs is here." : `\n${bad} to mend; the arrows say how.`);
process.exit(bad === 0 ? 0 : 1);

function node(): Finding {
  return { ok: true, about: "Node", says: `${process.version} runs the commands` };
}

function npm(): Finding {
  const version = /npm\/(\d+)/.exec(process.env["npm_config_user_agent"] ?? "")?.[1];
  const ok = version === undefined || Number(version) >= 10;
  return {
    ok,
    about: "npm",
    says: version ? `version ${version}` : "not asked: run through npm",
    cure: "npm install -g npm@11",
  };
}

async function disk(): Promise<Finding> {
  const { bavail, bsize } = await statfs(ROOT);
  const free = bavail * bsize;
  return {
    ok: free > DISK_MIN_BYTES,
    about: "disk",
    says: `${(free / GB).toFixed(1)} GB free`,
    cure: "free at least 1.5 GB",
  };
}

function secrets(): Finding {
  const vars = readDevVars();
  if (!existsSync(DEV_VARS))
    return { ok: true, about: "secrets", says: "none yet; the first `npm run dev` makes them" };
  const missing = ["DATABASE_URL", "HMAC_KEY", "DATA_KEY"].filter((name) => !vars.get(name));
  const says = missing.length === 0 ? "complete in .dev.vars" : `.dev.vars lacks ${missing.join(", ")}`;
  return {
    ok: missing.length === 0,
    about: "secrets",
    says,
    cure: "run `npm run dev` or `npm run db`: it fills them in",
  };
}

async function port(what: string, number: number): Promise<Finding> {
  const says = (await isFree(number)) ? `${number} is free` : `${number} is in use; a start takes the next free one`;
  return { ok: true, about: `port: ${what}`, says };
}

function engine(): Finding {
  if (process.env["DATABASE_URL"]) return { ok: true, about: "engine", says: "your DATABASE_URL" };
  try {
    const { user } = findPostgres();
    return {
      ok: true,
      about: "engine",
      says: `embedded Postgres${user ? ", as the user postgres because you are root" : ""}`,
    };
  } catch (error) {
    const says = `no embedded Postgres (${messageOf(error)}); PGlite serves instead`;
    return { ok: true, about: "engine", says };
  }
}

async function database(): Promise<Finding> {
  const url = process.env["DATABASE_URL"] ?? readDevVars().get("DATABASE_URL");
  if (!url) return { ok: true, about: "database", says: "none yet; the first `npm run dev` makes it" };
  try {
    const version = await withClient(url, async (client) => (await client.query("SHOW server_version")).rows[0]);
    return { ok: true, about: "database", says: `answers, version ${version?.server_version}` };
  } catch {
    const own = Boolean(process.env["DATABASE_URL"]);
    const cure = "check DATABASE_URL: host, port, password";
    return {
      ok: !own,
      about: "database",
      says: own ? "does not answer" : "not running now; `npm run dev` starts it",
      cure,
    };
  }
}

function browser(): Finding {
  const path = findChromium();
  return { ok: path !== undefined, about: "browser", says: path ?? "none found", cure: HOW_TO_GET_CHROMIUM };
}
