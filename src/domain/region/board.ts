import { DRIVER_INDEX_MAX, type LiveDriver } from "../../protocol/live/dispatch-down.ts";
import type { TripId } from "../../protocol/ids.ts";
import type { TripReport } from "../../protocol/live/trip-report.ts";
import { isTripOver } from "../trip-state.ts";
import { nextPresence, presenceEvent } from "./presence.ts";
import { difference, lastSeenAt, shownDriver, type Difference } from "./shown-driver.ts";

/** One trip as it reported last, and as it is shown. */
export interface BoardEntry {
  readonly report: TripReport;
  readonly driver: LiveDriver;
  readonly reportedAt: number;
  /** When it was asked to report again, in milliseconds from then; null if it was told that nobody looks. */
  readonly nextMs: number | null;
}

type Outcome = Difference | "joined" | "left";

/** `index` is null for a trip that is not listed. */
export interface Change {
  readonly tripId: TripId;
  readonly outcome: Outcome;
  readonly index: number | null;
}

/** A shift: whoever is still offline after it forgot to end the trip, and comes back with the next report. */
const FORGOTTEN_MS = 12 * 60 * 60_000;
/** Trips whose end is remembered, so that a report that was overtaken by it does not bring them back. */
const ENDED_KEPT = 1_000;

/** Who is where: the newest report of each trip of a region. */
export class Board {
  readonly #entries = new Map<TripId, BoardEntry>();
  readonly #free: number[] = [];
  readonly #ended = new Map<TripId, number>();
  #used = 0;

  get size(): number {
    return this.#entries.size;
  }

  entries(): Iterable<BoardEntry> {
    return this.#entries.values();
  }

  *drivers(): Generator<LiveDriver> {
    for (const { driver } of this.#entries.values()) yield driver;
  }

  driver(tripId: TripId): LiveDriver | null {
    return this.#entries.get(tripId)?.driver ?? null;
  }

  /** Puts back what was stored. Places in frames are kept, for viewers that know them. */
  restore(entries: readonly BoardEntry[]): void {
    const taken = new Set(entries.map(({ driver }) => driver.index));
    this.#used = entries.reduce((used, { driver }) => Math.max(used, driver.index + 1), 0);
    for (let index = 0; index < this.#used; index++) if (!taken.has(index)) this.#free.push(index);
    for (const entry of entries) this.#entries.set(entry.report.tripId, entry);
  }

  apply(report: TripReport, now: number, nextMs: number | null): Change {
    const { tripId } = report;
    const before = this.#entries.get(tripId);
    const newest = before?.report.reportSeq ?? this.#ended.get(tripId) ?? 0;
    if (report.reportSeq <= newest) return { tripId, outcome: "none", index: null };
    if (isTripOver(report.status)) return this.#end(tripId, report.reportSeq, before);
    const index = before?.driver.index ?? this.#takeIndex();
    if (index === null) return { tripId, outcome: "none", index };
    const event = presenceEvent({ ...report, lastSeenAt: lastSeenAt(report), reportedAt: now, nextMs }, now);
    const presence = nextPresence(before?.driver.presence ?? "online", event);
    const driver = shownDriver(report, index, presence);
    this.#entries.set(tripId, { report, driver, reportedAt: now, nextMs });
    return { tripId, outcome: before ? difference(before.driver, driver) : "joined", index };
  }

  /** Looks for those who went silent. */
  sweep(now: number): Change[] {
    const changes: Change[] = [];
    for (const entry of this.#entries.values()) {
      const { report, driver, reportedAt } = entry;
      const { tripId } = report;
      const { index } = driver;
      const event = presenceEvent({ ...report, ...entry, lastSeenAt: driver.lastSeenAt }, now);
      const presence = nextPresence(driver.presence, event);
      if (presence === "offline" && now - reportedAt > FORGOTTEN_MS) {
        this.#remove(entry);
        changes.push({ tripId, outcome: "left", index });
      } else if (presence !== driver.presence) {
        this.#entries.set(tripId, { ...entry, driver: { ...driver, presence } });
        changes.push({ tripId, outcome: "presence", index });
      }
    }
    return changes;
  }

  #end(tripId: TripId, reportSeq: number, entry: BoardEntry | undefined): Change {
    this.#ended.set(tripId, reportSeq);
    const [oldest] = this.#ended.keys();
    if (this.#ended.size > ENDED_KEPT && oldest !== undefined) this.#ended.delete(oldest);
    if (entry === undefined) return { tripId, outcome: "none", index: null };
    this.#remove(entry);
    return { tripId, outcome: "left", index: entry.driver.index };
  }

  #remove({ report, driver }: BoardEntry): void {
    this.#entries.delete(report.tripId);
    this.#free.push(driver.index);
  }

  /** Null when the frames have no number left: that region has to be divided first. */
  #takeIndex(): number | null {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    return this.#used > DRIVER_INDEX_MAX ? null : this.#used++;
  }
}
