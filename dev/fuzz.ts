// `npm run fuzz [requests] [seed] [operation]`: every operation of the API gets thousands of requests, most of them
// valid, from a seed of this run's own.
import { randomInt } from "node:crypto";
import type { FuzzPlan } from "./fuzz/plan.ts";
import { runLonger } from "./longer-tests.ts";

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
const pattern = operation && `^${operation} `;
const passed = await runLonger("test/worker/fuzz", (vitest) => vitest.provide("fuzz", { requests, seed }), pattern);
process.exit(passed ? 0 : 1);
