import type { LiveDriver } from "../../protocol/live/dispatch-down.ts";
import { textHash } from "./text-hash.ts";

export interface RegionHashes {
  /** Of who is there and in which state. */
  readonly roster: number;
  /** Of the number of each driver's newest position. */
  readonly points: number;
}

/** The same for the same drivers in any order. */
export function regionHashes(drivers: Iterable<LiveDriver>): RegionHashes {
  let roster = 0;
  let points = 0;
  for (const { tripId, status, presence, stopsDone, stopsTotal, alerts, fences = [], seq, point } of drivers) {
    roster ^= textHash(
      `${tripId}:${status}:${presence}:${stopsDone}:${stopsTotal}:${alerts.join()}:${fences.map(({ fenceId, dwelt }) => fenceId + Number(dwelt)).join()}`,
    );
    if (point !== null) points ^= textHash(`${tripId}:${seq}`);
  }
  return { roster: roster >>> 0, points: points >>> 0 };
}
