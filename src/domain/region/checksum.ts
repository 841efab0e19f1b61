import type { LiveDriver } from "../../protocol/live/dispatch-down.ts";

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

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
    roster ^= hash(
      `${tripId}:${status}:${presence}:${stopsDone}:${stopsTotal}:${alerts.join()}:${fences.map(({ fenceId, dwelt }) => fenceId + Number(dwelt)).join()}`,
    );
    if (point !== null) points ^= hash(`${tripId}:${seq}`);
  }
  return { roster: roster >>> 0, points: points >>> 0 };
}

/** FNV-1a with a final mix, without which the XOR of names that differ in one letter cancels out too often. */
function hash(text: string): number {
  let value = FNV_OFFSET;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), FNV_PRIME);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  return (value ^ (value >>> 13)) >>> 0;
}
