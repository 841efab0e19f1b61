import { setTimeout as wait } from "node:timers/promises";
import { ackTimes } from "./ack-times.ts";
import { CriticalAsks } from "./critical-asks.ts";
import { Dice } from "./dice.ts";
import { makeFleet } from "./fleet.ts";
import { NO_FAULTS } from "./hostile-wire.ts";
import { InsistingDesks } from "./insisting-desks.ts";
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

/** What a fault showed while it lasted. */
interface Broken {
  readonly detail?: string;
  readonly failures?: readonly string[];
}

const POLL_MS = 100;
/** One in so many: of half of all calls, or of twenty in a row, the database would be given a rest instead of another try. */
const CUT_EVERY = 3;
/** A thousand come in some two minutes. */
const CUTS_TIMEOUT_MS = 600_000;

/** F3: its processes are stopped, so that it accepts everything and answers nothing. */
export async function frozenDatabase(world: World, plan: DatabasePlan): Promise<Outcome> {
  return underFault(world, plan, `F3 database frozen ${plan.hangMs / 1_000} s`, async () => {
    world.postgres.freeze();
    try {
      await wait(plan.hangMs);
    } finally {
      world.postgres.thaw();
    }
    return {};
  });
}

/** F3: the network between takes everything and delivers nothing. */
export async function blackhole(world: World, plan: DatabasePlan): Promise<Outcome> {
  return underFault(world, plan, `F3 packets vanish ${plan.hangMs / 1_000} s`, async () => {
    world.cable.mode = "blackhole";
    await wait(plan.hangMs);
    world.cable.reopen();
    return {};
  });
}

/** F4: the commit is done, and the word that it is gets lost: of chunks and actions, and of parcels that are handed in meanwhile. */
export async function cutAfterCommit(world: World, plan: DatabasePlan): Promise<Outcome> {
  return underFault(world, plan, `F4 ${plan.cuts} replies to COMMIT lost`, async () => {
    const { cable } = world;
    const desks = new InsistingDesks(world, new Dice(plan.seed));
    const ending = new AbortController();
    const work = desks.work(ending.signal);
    const before = cable.cutsMade;
    cable.cutEvery = CUT_EVERY;
    const deadline = performance.now() + CUTS_TIMEOUT_MS;
    while (cable.cutsMade - before < plan.cuts && performance.now() < deadline) await wait(POLL_MS);
    cable.cutEvery = 0;
    const cuts = cable.cutsMade - before;
    ending.abort();
    await work;
    const failures = [...(await desks.differences()), ...(cuts < plan.cuts ? [`only ${cuts} commits were cut`] : [])];
    const { accepted, acceptedForLater, insistence } = desks;
    const detail = `${cuts} cut; ${accepted.length} parcels handed in, ${acceptedForLater} of them for later, in ${insistence.tries} requests`;
    return { detail, failures };
  });
}

/** F5: it comes back, slowly, again and again; what must work without it is asked for all the while. */
export async function restarts(world: World, plan: DatabasePlan): Promise<Outcome> {
  const critical = await CriticalAsks.open(world);
  return underFault(world, plan, `F5 ${plan.restarts} restarts, slow first byte`, async () => {
    const ending = new AbortController();
    const work = critical.work(ending.signal);
    for (let restart = 0; restart < plan.restarts; restart++) {
      await world.postgres.stop();
      world.cable.mode = "slow";
      await world.postgres.start();
      world.cable.target = world.postgres.port;
      await wait(plan.hangMs / 4);
    }
    world.cable.reopen();
    ending.abort();
    await work;
    await critical.close();
    return { detail: `${critical.asked} critical requests answered`, failures: critical.refused };
  });
}

/** Drivers drive before, through and after it; what they are promised meanwhile has to be promised in time. */
async function underFault(
  world: World,
  { drivers, seed, hangMs }: DatabasePlan,
  name: string,
  fault: () => Promise<Broken>,
): Promise<Outcome> {
  const fleet = await makeFleet(world, { drivers, seed, faults: NO_FAULTS });
  const traffic = await underWay(fleet, hangMs / 2);
  const from = Date.now();
  const { detail = "", failures = [] } = await fault();
  const to = Date.now();
  await wait(hangMs / 4);
  await traffic.stop();
  const { violations, drainedMs } = await settle(world, fleet);
  const acks = ackTimes(fleet, traffic.began, from, to);
  return outcomeOf(fleet, violations, {
    name,
    work: `${fleet.said} fixes, ${fleet.actions} actions`,
    result: [detail, acks.text, `drained ${Math.round(drainedMs)} ms`].filter(Boolean).join(", "),
    also: [...acks.failures, ...failures],
  });
}
