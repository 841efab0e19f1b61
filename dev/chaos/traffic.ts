import { setTimeout as wait } from "node:timers/promises";
import type { Fleet } from "./fleet.ts";

const TICK_MS = 250;
const FIXES_PER_TICK = 5;
/** Every so many ticks a driver does something. */
const ACTION_TICKS = 12;

export interface Traffic {
  readonly stop: () => Promise<void>;
}

const OPEN_TIMEOUT_MS = 60_000;
/** To see how quick it is without a fault. */
const QUIET_MS = 4_000;

/** Everybody is connected, drives, and wants each frame stored at once; resolves once it is known how quick that is. */
export async function underWay(fleet: Fleet, quietMs = QUIET_MS): Promise<Traffic & { readonly began: number }> {
  fleet.start();
  await fleet.until(({ isOpen }) => isOpen, OPEN_TIMEOUT_MS);
  for (const driver of fleet.drivers) driver.hurry();
  const traffic = startTraffic(fleet);
  const began = Date.now();
  await wait(quietMs);
  return { ...traffic, began };
}

/** Everybody drives, and now and then does something. */
export function startTraffic(fleet: Fleet): Traffic {
  const ending = new AbortController();
  const done = (async () => {
    for (let tick = 1; !ending.signal.aborted; tick++) {
      await Promise.all(fleet.drivers.map((driver) => driver.drive(FIXES_PER_TICK)));
      const acting = fleet.drivers.filter((_, index) => (tick + index) % ACTION_TICKS === 0);
      await Promise.all(acting.map((driver) => driver.act()));
      await wait(TICK_MS);
    }
  })();
  return {
    stop: () => {
      ending.abort();
      return done;
    },
  };
}
