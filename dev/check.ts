// `npm run check`: everything that can be said about the code without running it for long.
import { printBudget } from "./budget.ts";
import { checkBundle } from "./check-bundle.ts";
import { checkLockfile } from "./check-lockfile.ts";
import { checkMigrations } from "./check-migrations.ts";
import { installBench } from "./install-bench.ts";
import { type Step, runSteps } from "./run-steps.ts";

const STEPS: readonly Step[] = [
  { name: "types", run: ["tsc", "-b"] },
  { name: "lint", run: ["oxlint", "--deny-warnings"] },
  { name: "bundle", run: checkBundle },
  // The law of the tree, and that app and OpenAPI document name the same routes.
  {
    name: "architecture",
    run: ["vitest", "run", "--project=unit", "--project=worker", "test/unit/architecture", "test/worker/http/openapi"],
  },
  { name: "dead code", run: ["knip"] },
  { name: "migrations", run: checkMigrations },
  {
    name: "generated types",
    run: ["wrangler", "types", "--include-runtime=false", "--check", "worker-configuration.d.ts"],
  },
  { name: "staging config", run: ["wrangler", "deploy", "--dry-run", "--env", "staging"] },
  { name: "format", run: ["oxfmt", "--check"] },
  { name: "lockfile", run: checkLockfile },
];

const started = performance.now();
// Types and lint look at the benchmark too.
installBench();
const outcomes = await runSteps(STEPS, ({ name, ok, seconds, output }) => {
  console.log(`${ok ? "ok  " : "FAIL"}  ${name.padEnd(18)} ${seconds.toFixed(1).padStart(5)} s`);
  if (!ok) console.log(output.replace(/^/gm, "      "));
});
const bundle = outcomes.find(({ name, ok }) => ok && name === "bundle");
if (bundle) console.log(`      ${bundle.output}`);
const failed = outcomes.filter(({ ok }) => !ok);
printBudget([{ part: "npm run check", seconds: (performance.now() - started) / 1000 }]);
console.log(failed.length === 0 ? "Check passed." : `Check failed: ${failed.map(({ name }) => name).join(", ")}.`);
process.exit(failed.length === 0 ? 0 : 1);
