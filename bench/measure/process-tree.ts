import { readdirSync, readFileSync } from "node:fs";

/** Linux counts processor time in hundredths of a second. */
const MICROS_PER_TICK = 10_000;
const BYTES_PER_KB = 1_024;

export interface TreeUse {
  readonly cpuMicros: number;
  /** Memory with its shared pages divided among those who share them. */
  readonly pssBytes: number;
}

/** What these processes and all their descendants have used so far. */
export function treeUse(roots: readonly number[]): TreeUse {
  const parents = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    const parent = Number.isInteger(pid) ? statOf(pid)?.parent : undefined;
    if (parent !== undefined) parents.set(parent, [...(parents.get(parent) ?? []), pid]);
  }
  const pids = [...roots];
  for (const pid of pids) pids.push(...(parents.get(pid) ?? []));
  const ticks = pids.reduce((sum, pid) => sum + (statOf(pid)?.ticks ?? 0), 0);
  return { cpuMicros: ticks * MICROS_PER_TICK, pssBytes: pids.reduce((sum, pid) => sum + pssOf(pid), 0) };
}

function statOf(pid: number): { parent: number; ticks: number } | undefined {
  const text = readGone(`/proc/${pid}/stat`);
  // The command's name stands in brackets and may hold anything.
  const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ");
  if (!fields) return undefined;
  return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
}

function pssOf(pid: number): number {
  const kb = /^Pss:\s+(?<kb>\d+) kB$/m.exec(readGone(`/proc/${pid}/smaps_rollup`) ?? "")?.groups?.["kb"];
  return Number(kb ?? 0) * BYTES_PER_KB;
}

/** Undefined for a process that has ended meanwhile. */
function readGone(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ESRCH" || code === "EACCES") return undefined;
    throw error;
  }
}
