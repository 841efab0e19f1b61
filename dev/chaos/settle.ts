import { setTimeout as wait } from "node:timers/promises";
import type { Dispatcher } from "./dispatcher.ts";
import type { Fleet } from "./fleet.ts";
import { checkLedgers, checkStored, type Violation } from "./invariants.ts";
import { type Books, countDeadLetters, readMarks, readTrips } from "./read-postgres.ts";
import type { World } from "./world.ts";

/** What is not confirmed goes out again each half minute, so a loss just before the end costs one turn and some. */
const DRAIN_TIMEOUT_MS = 150_000;
const ACK_TIMEOUT_MS = 120_000;
const POLL_MS = 500;

export interface Settled {
  readonly violations: readonly Violation[];
  /** From the moment at which everything was acknowledged until Postgres had it and said so. */
  readonly drainedMs: number;
}

/** Ends all duties, waits until it is quiet, and holds what was promised against what is there. Dead letters of before do not count. */
export async function settle(
  world: Books & Pick<World, "tripFiles">,
  fleet: Fleet,
  dispatcher?: Dispatcher,
  deadBefore = 0,
): Promise<Settled> {
  for (const driver of fleet.drivers) driver.hurry();
  await fleet.until(({ isSettled }) => isSettled, ACK_TIMEOUT_MS);
  const unlike = (await dispatcher?.differences(fleet.tripIds)) ?? [];
  await Promise.all(fleet.drivers.map((driver) => driver.complete()));
  await fleet.until(({ isSettled }) => isSettled, ACK_TIMEOUT_MS);
  fleet.stop();
  const began = performance.now();
  let behind = await lookBehind(world, fleet.tripIds, deadBefore);
  while (behind.length > 0 && performance.now() - began < DRAIN_TIMEOUT_MS) {
    await wait(POLL_MS);
    behind = await lookBehind(world, fleet.tripIds, deadBefore);
  }
  const drainedMs = performance.now() - began;
  const stored = checkStored(
    fleet.drivers.map(({ log }) => log),
    await readTrips(world, fleet.tripIds),
  );
  const stillUnlike = (await dispatcher?.differences([])) ?? [];
  return { violations: [...stored, ...behind, ...unlike, ...stillUnlike], drainedMs };
}

/** What these trips have written and not handed on. Dead letters of before do not count. */
export async function lookBehind(
  world: Books & Pick<World, "tripFiles">,
  tripIds: readonly string[],
  deadBefore = 0,
): Promise<Violation[]> {
  const recorded = await readMarks(world);
  const ledgers = tripIds.flatMap((tripId) => {
    const marks = world.tripFiles.marks(tripId);
    // It forgets only what Postgres has confirmed: what is stored is checked either way.
    return marks ? [{ tripId, recorded: recorded.get(tripId) ?? { events: 0, chunks: 0 }, ...marks }] : [];
  });
  return checkLedgers(ledgers, (await countDeadLetters(world)) - deadBefore);
}
