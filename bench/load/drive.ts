import { setTimeout as wait } from "node:timers/promises";
import type { Course } from "./course.ts";
import { Histogram } from "./histogram.ts";
import { firstUpdate, type Load } from "./load.ts";

/** Sends every update when it is due, however far behind the system is; gives how late this process itself was. */
export async function drive(
  course: Course,
  { load, updates }: { load: Load; updates: number },
  send: (driver: number, update: number) => void,
): Promise<Histogram> {
  const lateness = new Histogram();
  for (let sent = 0; sent < updates;) {
    const driver = sent % load.drivers;
    const update = Math.floor(sent / load.drivers);
    if (update < firstUpdate(load, driver)) {
      sent += 1;
      continue;
    }
    const leftMs = course.dueMs(driver, update) - performance.now();
    if (leftMs > 0) await wait(leftMs);
    else {
      lateness.record(-leftMs);
      send(driver, update);
      sent += 1;
    }
  }
  return lateness;
}
