import { readFileSync } from "node:fs";

const MICROS_PER_TICK = 10_000;

/** The whole machine since it started. */
export interface MachineUse {
  readonly busyMicros: number;
  /** Taken by the host for other machines. */
  readonly stolenMicros: number;
}

export function machineUse(): MachineUse {
  const [, ...fields] = (readFileSync("/proc/stat", "utf8").split("\n")[0] ?? "").split(/\s+/);
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0, steal = 0] = fields.map(Number);
  return {
    busyMicros: (user + nice + system + irq + softIrq) * MICROS_PER_TICK,
    stolenMicros: steal * MICROS_PER_TICK,
  };
}

/** Open files that this process, and so each of its children, may have. */
export function descriptorLimit(): number {
  const text = readFileSync("/proc/self/limits", "utf8");
  return Number(/^Max open files\s+(?<soft>\d+)/m.exec(text)?.groups?.["soft"] ?? Infinity);
}

export function machineName(): string {
  const info = readFileSync("/proc/cpuinfo", "utf8");
  const model = /^model name\s*:\s*(?<model>.+)$/m.exec(info)?.groups?.["model"] ?? "unknown processor";
  const cores = info.match(/^processor\s*:/gm)?.length ?? 0;
  return `${cores} × ${model}, Node ${process.versions.node}`;
}
