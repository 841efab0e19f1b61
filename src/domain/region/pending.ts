import type { TripId } from "../../protocol/ids.ts";
import type { LiveDriver, RegionChange, RegionDeltas } from "../../protocol/live/dispatch-down.ts";
import type { RegionSince } from "../../protocol/live/dispatch-up.ts";
import type { Board, Change } from "./board.ts";
import type { ChangeLog } from "./change-log.ts";

/** What viewers are told at once: the changes as one numbered message, and who else has moved. */
export interface Tick {
  readonly rev: number;
  readonly deltas: RegionDeltas | null;
  readonly moved: readonly LiveDriver[];
}

/** What happened since the last tick, the newest of each trip only. */
export class Pending {
  readonly #changed = new Map<TripId, "presence" | "whole">();
  readonly #moved = new Set<TripId>();

  get isEmpty(): boolean {
    return this.#changed.size === 0 && this.#moved.size === 0;
  }

  note({ tripId, outcome }: Pick<Change, "tripId" | "outcome">): void {
    if (outcome === "none") return;
    if (outcome === "moved" || outcome === "presence") this.#moved.add(tripId);
    if (outcome === "moved") return;
    const isWhole = outcome !== "presence" || this.#changed.get(tripId) === "whole";
    this.#changed.set(tripId, isWhole ? "whole" : "presence");
  }

  /** Numbers and empties it. */
  take(board: Board, log: ChangeLog, now: number): Tick {
    const moved = [...this.#moved]
      .filter((tripId) => this.#changed.get(tripId) !== "whole")
      .flatMap((tripId) => board.driver(tripId) ?? []);
    const deltas = this.#changed.size === 0 ? null : this.#deltas(board, log, now);
    this.clear();
    return { rev: log.current(now), deltas, moved };
  }

  clear(): void {
    this.#changed.clear();
    this.#moved.clear();
  }

  #deltas(board: Board, log: ChangeLog, now: number): RegionDeltas {
    const changes = [...this.#changed].map(([tripId, what]) => changeOf(board.driver(tripId), tripId, what));
    const { prev, rev } = log.add([...this.#changed.keys()], now);
    return { type: "deltas", epoch: log.epoch, prev, rev, changes };
  }
}

/** What a viewer has missed, at once; null when that is not known. */
export function catchUp(
  board: Pick<Board, "driver">,
  log: ChangeLog,
  since: RegionSince,
  now: number,
): RegionDeltas | null {
  const trips = log.since(since, now);
  if (trips === null) return null;
  const changes = trips.map((tripId) => changeOf(board.driver(tripId), tripId, "whole"));
  return { type: "deltas", epoch: log.epoch, prev: since.rev, rev: log.current(now), changes };
}

function changeOf(driver: LiveDriver | null, tripId: TripId, what: "presence" | "whole"): RegionChange {
  if (driver === null) return { type: "driver:left", tripId };
  if (what === "whole") return { type: "driver:updated", driver };
  return { type: "connection:status", tripId, presence: driver.presence, lastSeenAt: driver.lastSeenAt };
}
