import { setTimeout as wait } from "node:timers/promises";
import { Dispatcher } from "./dispatcher.ts";
import { makeFleet } from "./fleet.ts";
import { BAD_NETWORK } from "./hostile-wire.ts";
import { ackTimes } from "./ack-times.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { settle } from "./settle.ts";
import { startTraffic } from "./traffic.ts";
import type { World } from "./world.ts";

export interface KillPlan {
  readonly drivers: number;
  /** At least: everybody drives on until the last fault is over. */
  readonly fixesEach: number;
  readonly kills: number;
  readonly outageMs: number;
  readonly seed: number;
}

const OPEN_TIMEOUT_MS = 60_000;
const DRIVING_TIMEOUT_MS = 300_000;
/** Long enough for everybody to be back, short enough to catch the ledger at work. */
const BETWEEN_MS = 3_000;

/** F1, F2: drivers on a bad network, while the runtime is killed again and again and the database is gone for a while. */
export async function killAndOutage(world: World, plan: KillPlan): Promise<Outcome> {
  const fleet = await makeFleet(world, { drivers: plan.drivers, seed: plan.seed, faults: BAD_NETWORK });
  const dispatcher = new Dispatcher(world);
  fleet.start();
  await fleet.until(({ isOpen }) => isOpen, OPEN_TIMEOUT_MS);
  // Half of them want every frame stored at once; the others leave it to chunks that fill up, as phones do.
  for (const [index, driver] of fleet.drivers.entries()) if (index % 2 === 0) driver.hurry();
  const traffic = startTraffic(fleet);
  const began = Date.now();
  const [up, back]: [number[], number[]] = [[], []];
  await wait(BETWEEN_MS);
  for (let kill = 0; kill < Math.ceil(plan.kills / 2); kill++) await strike(kill);
  const from = Date.now();
  const ackedBefore = fleet.acked;
  await world.postgres.stop();
  await wait(plan.outageMs);
  const ackedDuring = fleet.acked - ackedBefore;
  const to = Date.now();
  await world.postgres.start();
  world.cable.target = world.postgres.port;
  for (let kill = Math.ceil(plan.kills / 2); kill < plan.kills; kill++) await strike(kill);
  await fleet.until(({ log }) => log.fixes.said.size >= plan.fixesEach, DRIVING_TIMEOUT_MS);
  await traffic.stop();
  const { violations, drainedMs } = await settle(world, fleet, dispatcher);
  dispatcher.stop();
  const acks = ackTimes(fleet, began, from, to);
  return outcomeOf(fleet, violations, {
    name: `F1 F2 F9 ${plan.kills} kills, database gone ${plan.outageMs / 1_000} s`,
    work: `${fleet.said} fixes, ${fleet.actions} actions, ${fleet.sentTwice} frames twice`,
    result: [
      `without database ${acks.text}, ${ackedDuring} acknowledged`,
      `${fleet.reconnects} reconnects, up after ${Math.max(...up)} ms and all back after ${Math.max(...back)} ms at most; drained ${Math.round(drainedMs)} ms`,
    ].join("; "),
    also: [
      ...dispatcher.troubles,
      ...acks.failures,
      ...(ackedDuring > 0 ? [] : ["nothing was acknowledged while the database was down"]),
    ],
  });

  /** Every fourth blow takes everything, the others what runs the code. */
  async function strike(kill: number): Promise<void> {
    if (kill % 4 === 1) await world.runtime.killAll();
    else world.runtime.killWorker();
    const struckAt = performance.now();
    await world.runtime.ready();
    up.push(Math.round(performance.now() - struckAt));
    await fleet.until(({ isOpen }) => isOpen, OPEN_TIMEOUT_MS);
    back.push(Math.round(performance.now() - struckAt));
    await wait(BETWEEN_MS);
  }
}
