// `npm run schedules [count] [first seed]`: devices of one trip that send twice, late and in vain to an object that sleeps, dies
// and is thrown out between any two of their messages; each schedule from a seed of its own.
import { runLonger } from "./longer-tests.ts";
import type { SchedulePlan } from "./chaos/schedule-plan.ts";

declare module "vitest" {
  interface ProvidedContext {
    schedules?: SchedulePlan;
  }
}

/** Three minutes on two cores. */
const COUNT = 1_000;

const [count = COUNT, first = 0] = process.argv.slice(2, 4).map(Number);
const passed = await runLonger("test/worker/chaos/schedules.test.ts", (vitest) =>
  vitest.provide("schedules", { count, first }),
);
process.exit(passed ? 0 : 1);
