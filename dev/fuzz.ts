// `npm run fuzz [requests] [seed] [operation]`: every operation of the API gets thousands of requests, most of them
// valid, from a seed of this run's own.
import { randomInt } from "node:crypto";
import { createVitest } from "vitest/node";
import type { FuzzPlan } from "./fuzz/plan.ts";

declare module "vitest" {
  interface ProvidedContext {
    fuzz?: FuzzPlan;
  }
}

const REQUESTS_EACH = 2_000;
/** Seeds of fast-check are 32 bits. */
const SEED_MAX = 2 ** 31;

const [requests = REQUESTS_EACH, seed = randomInt(SEED_MAX)] = process.argv.slice(2, 4).map(Number);
const [, , , , operation] = process.argv;
console.log(`Fuzzing each operation; to repeat: npm run fuzz -- ${requests} ${seed}`);
const vitest = await createVitest("test", {
  project: ["worker"],
  watch: false,
  reporters: ["verbose"],
  ...(operation && { testNamePattern: `^${operation} ` }),
});
// The runtime of the tests sees no environment of ours.
vitest.provide("fuzz", { requests, seed });
const { testModules, unhandledErrors } = await vitest.start(["test/worker/fuzz"]);
const passed = testModules.length > 0 && testModules.every((module) => module.ok()) && unhandledErrors.length === 0;
await vitest.close();
process.exit(passed ? 0 : 1);
