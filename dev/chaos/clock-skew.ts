import { setTimeout as wait } from "node:timers/promises";
import type { JudgedFix } from "../../src/protocol/live/fix.ts";
import type { ChaosDriver } from "./driver.ts";
import { makeFleet } from "./fleet.ts";
import { NO_FAULTS } from "./hostile-wire.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { PhoneClock } from "./phone-clock.ts";
import { readFixes } from "./read-postgres.ts";
import { settle } from "./settle.ts";
import { startTraffic } from "./traffic.ts";
import type { World } from "./world.ts";

const HOUR_MS = 60 * 60_000;
const OPEN_TIMEOUT_MS = 60_000;
/** What a fix takes to us, and what the quickest clock is off after a whole run. */
const DELAY_MAX_MS = 60_000;

const KINDS = [
  { name: "right", clock: () => new PhoneClock(), turnMs: 0 },
  { name: "a day slow", clock: () => new PhoneClock({ aheadMs: -24 * HOUR_MS }), turnMs: 0 },
  { name: "a day fast", clock: () => new PhoneClock({ aheadMs: 24 * HOUR_MS }), turnMs: 0 },
  { name: "turned back 6 h", clock: () => new PhoneClock(), turnMs: -6 * HOUR_MS },
  { name: "turned forward 6 h", clock: () => new PhoneClock(), turnMs: 6 * HOUR_MS },
  { name: "twice as quick", clock: () => new PhoneClock({ rate: 2 }), turnMs: 0 },
  { name: "half as quick", clock: () => new PhoneClock({ rate: 0.5 }), turnMs: 0 },
] as const;

/** F13: phones whose clocks are wrong, each in its own way; the true time is known to us alone. */
export async function clockSkew(
  world: World,
  { each, halfMs, seed }: { each: number; halfMs: number; seed: number },
): Promise<Outcome> {
  const kinds = KINDS.flatMap((kind) => Array.from({ length: each }, () => kind));
  const fleet = await makeFleet(world, {
    drivers: kinds.length,
    seed,
    faults: NO_FAULTS,
    clock: (index) => (kinds[index] ?? KINDS[0]).clock(),
  });
  fleet.start();
  await fleet.until(({ isOpen }) => isOpen, OPEN_TIMEOUT_MS);
  await driveFor(halfMs);
  for (const driver of fleet.drivers) driver.hurry();
  await fleet.until(({ isSettled }) => isSettled, OPEN_TIMEOUT_MS);
  for (const [index, driver] of fleet.drivers.entries()) driver.turnClock(kinds[index]?.turnMs ?? 0);
  await driveFor(halfMs);
  const { violations } = await settle(world, fleet);
  const fixes = await readFixes(world, fleet.tripIds);
  const wrong = fleet.drivers.flatMap((driver, index) =>
    wrongTimes(driver, fixes.get(driver.trip.id) ?? []).map((why) => `clock ${kinds[index]?.name}: ${why}`),
  );
  return outcomeOf(fleet, violations, {
    name: "F13 clocks a day off, turned by 6 h, twice and half as quick",
    work: `${fleet.said} fixes, ${fleet.actions} actions of ${kinds.length} drivers`,
    result: "every fix and action has its time by our clock",
    also: wrong,
  });

  async function driveFor(ms: number): Promise<void> {
    const traffic = startTraffic(fleet);
    await wait(ms);
    await traffic.stop();
  }
}

function wrongTimes({ trip }: ChaosDriver, fixes: readonly JudgedFix[]): string[] {
  const [future] = fixes.filter(({ fixedAt, receivedAt }) => fixedAt > receivedAt);
  const [far] = fixes.filter(({ fixedAt, receivedAt }) => receivedAt - fixedAt > DELAY_MAX_MS);
  const [impossible] = fixes.filter(({ reason }) => reason === "future" || reason === "too-old");
  return [
    ...(fixes.length === 0 ? [`nothing of ${trip.id} is stored`] : []),
    ...(future ? [`fix ${future.seq} of ${trip.id} was measured after it came`] : []),
    ...(far ? [`fix ${far.seq} of ${trip.id} came ${far.receivedAt - far.fixedAt} ms late`] : []),
    ...(impossible ? [`fix ${impossible.seq} of ${trip.id} is ${impossible.reason}`] : []),
  ];
}
