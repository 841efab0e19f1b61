import type { Lines } from "../load/lines.ts";
import type { MachineUse } from "./machine.ts";
import { treeUse, type TreeUse } from "./process-tree.ts";

export interface Sample {
  readonly atMs: number;
  readonly tree: TreeUse;
  readonly machine: MachineUse;
  readonly ownMicros: number;
  readonly customerBytes: number;
  readonly dispatcherBytes: number;
}

/** What a window took. CPU in microseconds; shares are of one core. */
export interface Spent {
  readonly cpuMicros: number;
  readonly ms: number;
  readonly pssBytes: number;
  readonly customerBytes: number;
  readonly dispatcherBytes: number;
  /** Other processes than the system and this one. */
  readonly otherShare: number;
  readonly stolenShare: number;
}

const MICROS_PER_MS = 1_000;

export function take(pids: readonly number[], lines: Lines, machine: MachineUse): Sample {
  const { user, system } = process.cpuUsage();
  return {
    atMs: performance.now(),
    tree: treeUse(pids),
    machine,
    ownMicros: user + system,
    customerBytes: lines.bytesRead("customer"),
    dispatcherBytes: lines.bytesRead("dispatcher"),
  };
}

export function spentBetween(first: Sample, last: Sample): Spent {
  const ms = last.atMs - first.atMs;
  const cpuMicros = last.tree.cpuMicros - first.tree.cpuMicros;
  const busyMicros = last.machine.busyMicros - first.machine.busyMicros;
  const otherMicros = Math.max(0, busyMicros - cpuMicros - (last.ownMicros - first.ownMicros));
  return {
    cpuMicros,
    ms,
    pssBytes: last.tree.pssBytes,
    customerBytes: last.customerBytes - first.customerBytes,
    dispatcherBytes: last.dispatcherBytes - first.dispatcherBytes,
    otherShare: otherMicros / MICROS_PER_MS / ms,
    stolenShare: (last.machine.stolenMicros - first.machine.stolenMicros) / MICROS_PER_MS / ms,
  };
}
