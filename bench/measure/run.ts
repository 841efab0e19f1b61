import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Course } from "../load/course.ts";
import { drive } from "../load/drive.ts";
import type { Histogram } from "../load/histogram.ts";
import { Lines } from "../load/lines.ts";
import { firstUpdate, type Load, updatesPerSecond } from "../load/load.ts";
import { Meter } from "../load/meter.ts";
import { START } from "../systems/start.ts";
import type { Session, SystemName } from "../systems/system.ts";
import type { Counted } from "../worker/orders.ts";
import { machineUse } from "./machine.ts";
import { type Spent, spentBetween, take } from "./sample.ts";
import { treeUse } from "./process-tree.ts";

/**
 * In memory. The local runtime runs all objects in one thread, which a disk holds up for everybody each time one of
 * them is flushed (customers' p99 was 2.5 s at 300 positions a second); in production they share neither.
 */
const OBJECTS_IN = "/dev/shm";
/** Time for what is on its way, and to let the last connection settle before the first position. */
const DRAIN_MS = 2_000;
const SETTLE_MS = 500;
/**
 * By then everybody has reported once and set the alarms of a beginning, which are not the daily run. Asking thousands of
 * objects what they counted keeps the runtime busy for a second: that belongs before the window.
 */
const STEADY_WARM_UP = 0.5;
const COUNTING_MS = 5_000;

export interface Run {
  readonly system: SystemName;
  readonly load: Load;
  /** Positions that were due inside the window. */
  readonly updates: number;
  readonly customers: Meter;
  readonly dispatchers: Meter;
  readonly spent: Spent;
  /** Messages on dispatchers' sockets, and the seconds in which they came. */
  readonly dispatcherFrames: number;
  readonly memoryPerSocket: number;
  readonly lateness: Histogram;
  readonly dropped: number;
  /** What objects counted over the whole run, and since they had settled. */
  readonly counted: { readonly all: CountedSpan; readonly steady: CountedSpan } | null;
}

interface CountedSpan {
  readonly from: Counted;
  readonly to: Counted;
  readonly updates: number;
}

export interface Bench {
  readonly port: number;
  readonly script: string;
}

/** One system under one load, from nothing to nothing. */
export async function measure(system: SystemName, load: Load, { port, script }: Bench): Promise<Run> {
  const dir = mkdtempSync(join(OBJECTS_IN, "doorstep-bench-"));
  const lines = new Lines();
  let session: Session | null = null;
  try {
    session = await START[system]({ load, port, dir, script });
    return await underLoad(system, session, load, lines);
  } finally {
    lines.close();
    await session?.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function underLoad(system: SystemName, session: Session, load: Load, lines: Lines): Promise<Run> {
  const course = new Course(load);
  const customers = new Meter(course, load, 1);
  const dispatchers = new Meter(course, load, load.dispatchers);
  let frames = 0;
  const emptyBytes = treeUse(session.pids).pssBytes;
  await session.connect(lines, {
    customer: (driver, sign) => customers.heard(0, driver, sign),
    dispatcher: (dispatcher, driver, sign) => dispatchers.heard(dispatcher, driver, sign),
    frame: () => (frames += 1),
  });
  await wait(SETTLE_MS);
  const memoryPerSocket = (treeUse(session.pids).pssBytes - emptyBytes) / lines.count;
  const before = await session.counted();

  course.start(performance.now() + SETTLE_MS);
  const updates = updatesIn(load, load.warmUpMs + load.windowMs);
  const steadyFromMs = Math.max(load.warmUpMs * STEADY_WARM_UP, load.warmUpMs - COUNTING_MS);
  const steady = at(course.startMs + steadyFromMs, async () => session.counted());
  const spent = spendInWindow(session, lines, load, course);
  const framesInWindow = countInWindow(() => frames, load, course);
  const lateness = await drive(course, { load, updates }, (driver, update) =>
    session.send(driver, course.fix(driver, update)),
  );
  await wait(DRAIN_MS);
  const [settled, after] = [await steady, await session.counted()];
  return {
    system,
    load,
    updates: updatesIn(load, load.windowMs),
    customers,
    dispatchers,
    spent: await spent,
    dispatcherFrames: await framesInWindow,
    memoryPerSocket,
    lateness,
    dropped: lines.dropped,
    counted: before &&
      settled &&
      after && {
        all: { from: before, to: after, updates: updates - notSent(load) },
        steady: { from: settled, to: after, updates: updates - updatesIn(load, steadyFromMs) },
      },
  };
}

/** Before its driver began. */
function notSent(load: Load): number {
  let count = 0;
  for (let driver = 0; driver < load.drivers; driver++) count += firstUpdate(load, driver);
  return count;
}

function updatesIn(load: Load, ms: number): number {
  return Math.round((updatesPerSecond(load) * ms) / 1_000);
}

async function at<T>(whenMs: number, work: () => Promise<T>): Promise<T> {
  await wait(whenMs - performance.now());
  return work();
}

async function spendInWindow(session: Session, lines: Lines, load: Load, { startMs }: Course): Promise<Spent> {
  const sample = () => take(session.pids, lines, machineUse());
  await wait(startMs + load.warmUpMs - performance.now());
  const first = sample();
  await wait(startMs + load.warmUpMs + load.windowMs - performance.now());
  return spentBetween(first, sample());
}

async function countInWindow(count: () => number, load: Load, { startMs }: Course): Promise<number> {
  await wait(startMs + load.warmUpMs - performance.now());
  const first = count();
  await wait(startMs + load.warmUpMs + load.windowMs - performance.now());
  return count() - first;
}
