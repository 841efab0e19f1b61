import type { LiveDriver } from "../../src/protocol/live/dispatch-down.ts";
import type { ClientLog, StreamLog } from "./client-log.ts";

/** What a store holds of one trip: Postgres, or the object's own disk. */
export interface StoredTrip {
  readonly tripId: string;
  readonly chunks: readonly { readonly seq: number; readonly fixes: readonly StoredFix[] }[];
  /** What people did. What the object concluded by itself has no sender who could miss it. */
  readonly events: readonly { readonly seq: number; readonly happenedAt: number; readonly isManual: boolean }[];
}

interface StoredFix {
  readonly seq: number;
  readonly at: number;
}

/** Up to which line and which chunk. */
export interface Mark {
  readonly events: number;
  readonly chunks: number;
}

/** How far a trip's object has come, what Postgres says that it has of it, and what the object knows of that. */
export interface LedgerState {
  readonly tripId: string;
  readonly written: Mark;
  readonly recorded: Mark;
  readonly confirmed: Mark;
}

export interface Violation {
  /** I1 acknowledged means stored once; I2 nothing from nowhere; I3 no gaps; I7 one picture; I9 everything handed on. */
  readonly invariant: "I1" | "I2" | "I3" | "I7" | "I9";
  readonly tripId: string;
  readonly detail: string;
}

/** What a compact position is rounded to. */
const COMPACT_DEG = 1e-6;
/** More of one kind say nothing new. */
const TOLD_EACH = 5;

/** Holds everything that devices said and were promised against what was stored of it. */
export function checkStored(logs: readonly ClientLog[], stored: readonly StoredTrip[]): Violation[] {
  const byTrip = new Map(stored.map((trip) => [trip.tripId, trip]));
  const own = Map.groupBy(logs, ({ tripId }) => tripId);
  const nobodys = stored.filter(({ tripId }) => !own.has(tripId)).map(({ tripId }) => tripId);
  return [
    ...nobodys.map((tripId) => ({ invariant: "I2" as const, tripId, detail: "nobody drove this trip" })),
    ...[...own].flatMap(([tripId, devices]) => checkTrip(devices, byTrip.get(tripId) ?? emptyTrip(tripId))),
  ];
}

/** Once it is quiet, every object has handed on everything that it wrote. */
export function checkLedgers(ledgers: readonly LedgerState[], deadLetters: number): Violation[] {
  const behind = ledgers.filter(({ written, recorded, confirmed }) => {
    return !isSame(written, recorded) || !isSame(written, confirmed);
  });
  return [
    ...behind.map(({ tripId, written, recorded, confirmed }) => ({
      invariant: "I9" as const,
      tripId,
      detail: `of ${shown(written)} Postgres has ${shown(recorded)}, and ${shown(confirmed)} are confirmed`,
    })),
    ...(deadLetters > 0 ? [{ invariant: "I9" as const, tripId: "", detail: `${deadLetters} dead letters` }] : []),
  ];
}

/** Nobody moves any more: what a map was told bit by bit is what a map that opens now is told at once. */
export function checkPicture(told: readonly LiveDriver[], fresh: readonly LiveDriver[]): Violation[] {
  const shownOf = new Map(told.map((driver) => [driver.tripId, driver]));
  const listed = new Set(fresh.map(({ tripId }) => tripId));
  const name = (tripId: string, detail: string): Violation => ({ invariant: "I7", tripId, detail });
  return [
    ...told.filter(({ tripId }) => !listed.has(tripId)).map(({ tripId }) => name(tripId, "is shown and is not there")),
    ...fresh.flatMap((driver) => {
      const difference = differenceOf(shownOf.get(driver.tripId), driver);
      return difference === null ? [] : [name(driver.tripId, difference)];
    }),
  ];
}

function differenceOf(told: LiveDriver | undefined, fresh: LiveDriver): string | null {
  if (!told) return "is there and is not shown";
  const keys = ["index", "status", "presence", "seq", "stopsDone", "stopsTotal"] as const;
  const other = keys.find((key) => told[key] !== fresh[key]);
  if (other !== undefined) return `${other} is shown as ${told[other]} and is ${fresh[other]}`;
  const [shownAt, isAt] = [told.point, fresh.point];
  if (shownAt === null || isAt === null) return shownAt === isAt ? null : "has a place for one of the two only";
  const off = Math.max(Math.abs(shownAt.lat - isAt.lat), Math.abs(shownAt.lng - isAt.lng));
  return off <= COMPACT_DEG ? null : `is shown ${off} degrees away`;
}

function isSame(one: Mark, other: Mark): boolean {
  return one.events === other.events && one.chunks === other.chunks;
}

function shown({ events, chunks }: Mark): string {
  return `${events} events and ${chunks} chunks`;
}

function emptyTrip(tripId: string): StoredTrip {
  return { tripId, chunks: [], events: [] };
}

function checkTrip(devices: readonly ClientLog[], { tripId, chunks, events }: StoredTrip): Violation[] {
  const name = ({ invariant, detail }: Omit<Violation, "tripId">): Violation => ({ invariant, tripId, detail });
  const fixes = chunks.flatMap((chunk) => chunk.fixes);
  const manual = events.filter(({ isManual }) => isManual).map(({ seq, happenedAt }) => ({ seq, at: happenedAt }));
  return [
    ...devices.flatMap(({ epoch, madeUpPromises }) =>
      madeUpPromises.map((promise) => ({ invariant: "I2" as const, detail: `${epoch} was promised ${promise}` })),
    ),
    ...devices.flatMap(({ epoch, fixes: said }) => [
      ...checkPromises(said, fixes, `fix of ${epoch}`),
      ...checkNumbers(said, fixes, epoch),
    ]),
    ...devices.flatMap(({ epoch, actions }) => checkPromises(actions, manual, `action of ${epoch}`)),
    ...checkOrigins(
      devices.map((device) => device.fixes),
      fixes,
      "fix",
    ),
    ...checkOrigins(
      devices.map((device) => device.actions),
      manual,
      "action",
    ),
    ...checkRow(
      chunks.map(({ seq }) => seq),
      "chunks",
    ),
    ...checkRow(
      events.map(({ seq }) => seq),
      "events",
    ),
  ].map(name);
}

type Finding = Omit<Violation, "tripId">;

/** I1: what was acknowledged is there; and nothing, acknowledged or not, is there twice. */
function checkPromises({ said, acked }: StreamLog, stored: readonly StoredFix[], what: string): Finding[] {
  const copies = new Map<number, number>();
  for (const { at } of stored) copies.set(at, (copies.get(at) ?? 0) + 1);
  const lost: number[] = [];
  const twice: number[] = [];
  for (const [seq, at] of said) {
    const count = copies.get(at) ?? 0;
    if (count === 0 && seq <= acked) lost.push(seq);
    if (count > 1) twice.push(seq);
  }
  return [...tell("I1", `lost ${what}`, lost), ...tell("I1", `more than once ${what}`, twice)];
}

/** I2: what is stored was said by somebody. */
function checkOrigins(streams: readonly StreamLog[], stored: readonly StoredFix[], what: string): Finding[] {
  const said = new Set(streams.flatMap((stream) => [...stream.said.values()]));
  const strangers = stored.filter(({ at }) => !said.has(at)).map(({ at }) => at);
  return tell("I2", `${what} that nobody sent, at`, strangers);
}

/** I3: stored under the number that its sender gave it. */
function checkNumbers({ said }: StreamLog, stored: readonly StoredFix[], epoch: string): Finding[] {
  const seqByTime = new Map([...said].map(([seq, at]) => [at, seq]));
  const moved = stored.filter(({ seq, at }) => (seqByTime.get(at) ?? seq) !== seq).map(({ seq }) => seq);
  return tell("I3", `under another number in ${epoch}`, moved);
}

/** I3: numbered from 1 without a gap. */
function checkRow(numbers: readonly number[], what: string): Finding[] {
  const sorted = numbers.toSorted((a, b) => a - b);
  const odd = sorted.filter((number, index) => number !== index + 1);
  return tell("I3", `${what} are not numbered without gaps from 1, first at`, odd.slice(0, 1));
}

function tell(invariant: Violation["invariant"], what: string, numbers: readonly number[]): Finding[] {
  if (numbers.length === 0) return [];
  const more = numbers.length > TOLD_EACH ? ` and ${numbers.length - TOLD_EACH} more` : "";
  return [{ invariant, detail: `${what}: ${numbers.slice(0, TOLD_EACH).join(", ")}${more}` }];
}
