// The only file that runs before anything is installed: plain JavaScript, no dependencies, Node 20 is enough.
// It installs what the lockfile names, finds a Node that runs TypeScript, and hands over to dev/<command>.ts.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = realpathSync(join(dirname(fileURLToPath(import.meta.url)), ".."));
const STAMP = join(ROOT, "node_modules", ".doorstep-lock");
// First Node 22 that runs .ts files without a flag.
const TYPESCRIPT_NODE = [22, 18];
// How often to look whether the shell that started us is still there: a killed terminal must not leave servers behind.
const PARENT_CHECK_MS = 1_000;
const ASKED_AT = Date.now();

process.chdir(ROOT);
const [command = "", ...rest] = process.argv.slice(2);
installIfChanged();
run(join("dev", `${command}.ts`), rest);

function installIfChanged() {
  const want = createHash("sha256").update(readFileSync("package-lock.json")).digest("hex");
  const have = existsSync(STAMP) ? readFileSync(STAMP, "utf8") : "";
  if (want === have && existsSync(join("node_modules", ".package-lock.json"))) return;
  const started = performance.now();
  console.log(have ? "Dependencies changed; installing…" : "First start: installing dependencies (about a minute)…");
  // EBADENGINE warnings are noise here: npm may run on Node 20, what it installs runs on the Node it brings.
  const flags = [
    "ci",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    process.stdout.isTTY ? "--progress" : "--no-progress",
  ];
  const npm = process.env["npm_execpath"];
  const result = npm?.endsWith(".js")
    ? spawnSync(process.execPath, [npm, ...flags], { stdio: "inherit" })
    : spawnSync("npm", flags, { stdio: "inherit", shell: process.platform === "win32" });
  if (result.status !== 0) {
    fail("npm ci failed; the lines above say why. Mend that and run the same command again.");
  }
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, want);
  console.log(`Installed in ${Math.round((performance.now() - started) / 1000)} s.`);
}

/** @param {string} script @param {string[]} args */
function run(script, args) {
  const node = nodeForTypeScript();
  const path = [dirname(node), join(ROOT, "node_modules", ".bin"), process.env["PATH"]].join(delimiter);
  const child = spawn(node, [script, ...args], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: {
      ...process.env,
      PATH: path,
      // From where a command counts what its user waited for, installing included.
      ASKED_AT: String(ASKED_AT),
      // Local runs call nobody: no usage reports, no look-up of a location, and no tail collector, which alone
      // makes one object's answers take seconds at 1,500 messages a second.
      WRANGLER_SEND_METRICS: "false",
      CLOUDFLARE_CF_FETCH_ENABLED: "false",
      X_LOCAL_OBSERVABILITY: "false",
    },
  });
  // A terminal sends Ctrl-C to the child too: here only wait for it to clean up. Other signals are passed on.
  process.on("SIGINT", () => {});
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"])) process.on(signal, () => child.kill(signal));
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), PARENT_CHECK_MS).unref();
  child.on("exit", (code) => process.exit(code ?? 1));
}

function nodeForTypeScript() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [needMajor = 0, needMinor = 0] = TYPESCRIPT_NODE;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return process.execPath;
  const require = createRequire(join(ROOT, "package.json"));
  const { optionalDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
  const file = process.platform === "win32" ? "bin/node.exe" : "bin/node";
  for (const name of Object.keys(optionalDependencies).filter((key) => key.startsWith("node-"))) {
    try {
      return join(dirname(require.resolve(`${name}/package.json`)), file);
    } catch {
      // Another platform's package; the loop goes on to ours.
    }
  }
  return fail(
    `No Node package for ${process.platform}-${process.arch}. Install Node ${TYPESCRIPT_NODE.join(".")} or newer.`,
  );
}

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(message);
  process.exit(1);
}
