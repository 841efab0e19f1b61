import { makeFleet } from "./fleet.ts";
import { NO_FAULTS } from "./hostile-wire.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { settle } from "./settle.ts";
import type { World } from "./world.ts";

const OPEN_TIMEOUT_MS = 120_000;
/** Ten minutes in a tunnel at one fix a second. */
const BUFFERED = 600;
const ALL_ACKED_MS = 15_000;
const HERD_BACK_MS = 30_000;

/** F8: everybody comes out of the same tunnel with a full store. */
export async function tunnel(world: World, { drivers, seed }: { drivers: number; seed: number }): Promise<Outcome> {
  const fleet = await makeFleet(world, { drivers, seed, faults: NO_FAULTS });
  await Promise.all(fleet.drivers.map((driver) => driver.drive(BUFFERED)));
  fleet.start();
  const ackedMs = Math.round(await fleet.until(({ isSettled }) => isSettled, OPEN_TIMEOUT_MS));
  const { violations, drainedMs } = await settle(world, fleet);
  return outcomeOf(fleet, violations, {
    name: `F8 ${drivers} drivers come back with ${BUFFERED} fixes each`,
    work: `${fleet.said} fixes`,
    result: `all acknowledged in ${ackedMs} ms, drained ${Math.round(drainedMs)} ms later`,
    also: ackedMs <= ALL_ACKED_MS ? [] : [`all were acknowledged after ${ackedMs} ms only`],
  });
}

/** F15: a deploy closes every socket at once. */
export async function herd(world: World, { drivers, seed }: { drivers: number; seed: number }): Promise<Outcome> {
  const fleet = await makeFleet(world, { drivers, seed, faults: NO_FAULTS });
  await fleet.startInTurns(OPEN_TIMEOUT_MS);
  await fleet.until(({ isOpen }) => isOpen, OPEN_TIMEOUT_MS);
  const closedAt = Date.now();
  world.runtime.killWorker();
  await fleet.until(({ openedAt }) => openedAt !== null && openedAt > closedAt, OPEN_TIMEOUT_MS);
  const backMs = fleet.drivers.map(({ openedAt }) => (openedAt ?? 0) - closedAt).toSorted((a, b) => a - b);
  const lastMs = backMs.at(-1) ?? 0;
  const { violations } = await settle(world, fleet);
  return outcomeOf(fleet, violations, {
    name: `F15 ${drivers} sockets closed at once`,
    work: `${drivers} drivers`,
    result: `with the runtime's own start the first was back after ${backMs[0]} ms, the last after ${lastMs} ms`,
    also: lastMs <= HERD_BACK_MS ? [] : [`the last one was back after ${lastMs} ms`],
  });
}
