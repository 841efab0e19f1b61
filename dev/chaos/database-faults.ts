import { setTimeout as wait } from "node:timers/promises";
import { ackTimes } from "./ack-times.ts";
import { makeFleet } from "./fleet.ts";
import { NO_FAULTS } from "./hostile-wire.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { settle } from "./settle.ts";
import { underWay } from "./traffic.ts";
import type { World } from "./world.ts";

export interface DatabasePlan {
  readonly drivers: number;
  readonly seed: number;
  /** How long the database hangs, and for as long before and after it the same drivers drive. */
  readonly hangMs: number;
  readonly cuts: number;
  readonly restarts: number;
}

const POLL_MS = 100;
/** Commits come by themselves while drivers drive: this is how long they get. */
const CUTS_TIMEOUT_MS = 240_000;

/** F3: its processes are stopped, so that it accepts everything and answers nothing. */
export async function frozenDatabase(world: World, plan: DatabasePlan): Promise<Outcome> {
  return underFault(world, plan, `F3 database frozen ${plan.hangMs / 1_000} s`, async () => {
    world.postgres.freeze();
    try {
      await wait(plan.hangMs);
    } finally {
      world.postgres.thaw();
    }
    return "";
  });
}

/** F3: the network between takes everything and delivers nothing. */
export async function blackhole(world: World, plan: DatabasePlan): Promise<Outcome> {
  return underFault(world, plan, `F3 packets vanish ${plan.hangMs / 1_000} s`, async () => {
    world.cable.mode = "blackhole";
    await wait(plan.hangMs);
    world.cable.reopen();
    return "";
  });
}

/** F4: the commit is done, and the word that it is gets lost. */
export async function cutAfterCommit(world: World, plan: DatabasePlan): Promise<Outcome> {
  return underFault(world, plan, `F4 ${plan.cuts} replies to COMMIT lost`, async () => {
    const { cable } = world;
    const before = cable.cutsMade;
    cable.cutsLeft = plan.cuts;
    const deadline = performance.now() + CUTS_TIMEOUT_MS;
    while (cable.cutsLeft > 0 && performance.now() < deadline) await wait(POLL_MS);
    const missed = cable.cutsLeft;
    cable.cutsLeft = 0;
    if (missed > 0) throw new Error(`only ${plan.cuts - missed} commits came to be cut`);
    return `${cable.cutsMade - before} cut`;
  });
}

/** F5: it comes back, slowly, again and again. */
export async function restarts(world: World, plan: DatabasePlan): Promise<Outcome> {
  return underFault(world, plan, `F5 ${plan.restarts} restarts, slow first byte`, async () => {
    for (let restart = 0; restart < plan.restarts; restart++) {
      await world.postgres.stop();
      world.cable.mode = "slow";
      await world.postgres.start();
      world.cable.target = world.postgres.port;
      await wait(plan.hangMs / 4);
    }
    world.cable.reopen();
    return "";
  });
}

/** Drivers drive before, through and after it; what they are promised meanwhile has to be promised in time. */
async function underFault(
  world: World,
  { drivers, seed, hangMs }: DatabasePlan,
  name: string,
  fault: () => Promise<string>,
): Promise<Outcome> {
  const fleet = await makeFleet(world, { drivers, seed, faults: NO_FAULTS });
  const traffic = await underWay(fleet, hangMs / 2);
  const from = Date.now();
  const detail = await fault();
  const to = Date.now();
  await wait(hangMs / 4);
  await traffic.stop();
  const { violations, drainedMs } = await settle(world, fleet);
  const acks = ackTimes(fleet, traffic.began, from, to);
  return outcomeOf(fleet, violations, {
    name,
    work: `${fleet.said} fixes, ${fleet.actions} actions`,
    result: [detail, acks.text, `drained ${Math.round(drainedMs)} ms`].filter(Boolean).join(", "),
    also: acks.failures,
  });
}
