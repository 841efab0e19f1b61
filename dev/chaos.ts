// `npm run chaos [-- --quick] [--seed n] [--only name]`: breaks everything that may break while drivers work, and holds
// what they were promised against what was stored. docs/reliability.md says what is done and what it proves.
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { type Outcome, printOutcomes } from "./chaos/outcome.ts";
import { allScenarios, quickScenarios, type Scenario } from "./chaos/scenarios.ts";
import { openWorld, type World } from "./chaos/world.ts";
import { messageOf } from "./message-of.ts";
import { Shutdown } from "./shutdown.ts";

const SEED_MAX = 2 ** 31;
/** A run that hangs is a failure too. */
const LIMIT_MS = 60 * 60_000;

const { values } = parseArgs({
  options: { quick: { type: "boolean" }, seed: { type: "string" }, only: { type: "string" } },
});
const seed = Number(values.seed ?? randomInt(SEED_MAX));
const all = values.quick ? quickScenarios(seed) : allScenarios(seed);
const chosen = all.filter(({ name }) => values.only === undefined || values.only.split(",").includes(name));
console.log(`Breaking things on purpose; to repeat: npm run chaos --${values.quick ? " --quick" : ""} --seed ${seed}`);

const shutdown = new Shutdown();
const outcomes: Parameters<typeof printOutcomes>[0][number][] = [];
setTimeout(() => {
  printOutcomes(outcomes);
  console.error(`not done within ${LIMIT_MS / 60_000} minutes`);
  void shutdown.exit(1);
}, LIMIT_MS).unref();
const world = await openWorld();
shutdown.add(() => world.close());
for (const scenario of chosen) {
  if (shutdown.running) break;
  const began = performance.now();
  const outcome = await run(world, scenario);
  const seconds = Math.round((performance.now() - began) / 1000);
  outcomes.push({ ...outcome, seconds });
  console.log(
    `${outcome.failures.length === 0 ? "held  " : "BROKEN"} ${String(seconds).padStart(4)} s  ${outcome.name}`,
  );
}
printOutcomes(outcomes);
const isWhole = outcomes.length > 0 && outcomes.every(({ failures }) => failures.length === 0);
await shutdown.exit(isWhole ? 0 : 1);

async function run(where: World, { name, run: work }: Scenario): Promise<Outcome> {
  try {
    return await work(where);
  } catch (error) {
    return { name, work: "", result: "", failures: [messageOf(error)] };
  }
}
