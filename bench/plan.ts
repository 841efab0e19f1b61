import type { Load } from "./load/load.ts";
import { socketsOf } from "./load/load.ts";
import type { SystemName } from "./systems/system.ts";

/** One load, the systems that get it, and how often. */
export interface Part {
  readonly load: Load;
  readonly systems: readonly SystemName[];
  readonly rounds: number;
}

/** The runtime opens each socket twice, and three files for each object that is awake. */
const DESCRIPTORS_PER_SOCKET = 2;
const DESCRIPTORS_PER_OBJECT = 3;
/** For the runtime itself. */
const DESCRIPTORS_SPARE = 500;
/** A trip reports to its region each 15 s while somebody looks: this much warm-up sees each one do it once. */
const CYCLE_MS = 16_000;

/** Two and a half minutes on two cores: enough to see an order of magnitude, not a difference of a tenth. */
const QUICK: readonly Part[] = [
  {
    load: { name: "300 a second", drivers: 300, dispatchers: 5, everyMs: 1_000, warmUpMs: 4_000, windowMs: 8_000 },
    systems: ["socket-io", "doorstep-all", "plain-ws"],
    rounds: 3,
  },
  {
    load: { name: "300 drivers", drivers: 300, dispatchers: 5, everyMs: 5_000, warmUpMs: CYCLE_MS, windowMs: 10_000 },
    systems: ["socket-io", "doorstep"],
    rounds: 1,
  },
];

/** Each driver writes a chunk of its track in so long: whoever begins one after another does it one after another. */
const CHUNK_MS = 30_000;
/** The last of them has begun, and its first alarm is over, when the objects are asked what they counted. */
const JOINED_MS = CHUNK_MS + 7_000;
/** Of who sends each second a chunk is full before it is old: after twenty positions. */
const FULL_CHUNK_MS = 20_000;
/** A position each second, of drivers who have all begun. */
const EACH_SECOND = { everyMs: 1_000, joinMs: FULL_CHUNK_MS, warmUpMs: FULL_CHUNK_MS + 4_000, windowMs: 10_000 };

/** Half an hour. */
const FULL: readonly Part[] = [
  {
    load: {
      name: "fleet",
      drivers: 3_000,
      dispatchers: 5,
      everyMs: 5_000,
      joinMs: CHUNK_MS,
      warmUpMs: JOINED_MS,
      windowMs: CHUNK_MS,
    },
    systems: ["socket-io", "doorstep"],
    rounds: 3,
  },
  {
    load: { name: "one map", drivers: 300, dispatchers: 1, ...EACH_SECOND },
    systems: ["doorstep-all", "socket-io"],
    rounds: 3,
  },
  {
    load: { name: "fifty maps", drivers: 300, dispatchers: 50, ...EACH_SECOND },
    systems: ["doorstep-all", "socket-io", "plain-ws"],
    rounds: 3,
  },
  {
    load: { name: "2,000 a second", drivers: 2_000, dispatchers: 5, ...EACH_SECOND },
    systems: ["doorstep", "plain-ws"],
    rounds: 1,
  },
  // A chunk of a track is written at the latest after 30 s: only a longer run can count rows.
  {
    load: {
      name: "two minutes",
      drivers: 300,
      dispatchers: 5,
      everyMs: 5_000,
      joinMs: CHUNK_MS,
      warmUpMs: 70_000,
      windowMs: 60_000,
    },
    systems: ["doorstep"],
    rounds: 1,
  },
];

/** The parts to run, made smaller where the machine allows too few open files. */
export function planFor(isQuick: boolean, descriptors: number): Part[] {
  return (isQuick ? QUICK : FULL).map((part) => ({ ...part, load: fitted(part.load, descriptors) }));
}

function fitted(load: Load, descriptors: number): Load {
  const one = { ...load, drivers: 1, dispatchers: 0 };
  const perDriver = socketsOf(one) * DESCRIPTORS_PER_SOCKET + DESCRIPTORS_PER_OBJECT;
  const spare = DESCRIPTORS_SPARE + load.dispatchers * DESCRIPTORS_PER_SOCKET;
  const drivers = Math.min(load.drivers, Math.floor((descriptors - spare) / perDriver));
  if (drivers < 1) throw new Error(`${descriptors} open files are too few; raise them with: ulimit -n 20000`);
  return { ...load, drivers };
}
