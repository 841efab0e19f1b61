import type { LiveDriver } from "../../protocol/live/dispatch-down.ts";
import { decodeLiveFrame, type LiveAnchor } from "../live-record.ts";
import { ChangeLog } from "./change-log.ts";
import type { Tick } from "./pending.ts";
import type { LinkStart, Relay } from "./relay.ts";
import { changedTrips, missedTick } from "./missed-tick.ts";
import { type InOrder, RelayOrder } from "./relay-order.ts";
import { Replica } from "./replica.ts";

/** A tick as the region told it, with its positions as they came; those of a missed one were never encoded. */
export interface FollowedTick extends Tick {
  readonly frame: ArrayBuffer | null;
}

export interface Followed {
  readonly ticks: readonly FollowedTick[];
  /** The copy cannot be trusted any more: ask for a picture. */
  readonly isLost: boolean;
}

/** A region's picture in a replica: the same drivers under the same numbers, and what its viewers may have missed. */
export class Follower {
  readonly board = new Replica();
  log = new ChangeLog({ epoch: "", rev: 0 });
  anchor: LiveAnchor | null = null;
  readonly #order = new RelayOrder();

  /** The link that it follows; null while it waits for a picture. */
  get link(): string | null {
    return this.#order.link;
  }

  /** Until the next picture comes, what comes is kept. */
  unlink(): void {
    this.#order.unlink();
  }

  take(relay: Relay, now: number): Followed {
    return this.#applyAll(this.#order.take(relay), now);
  }

  /** Viewers of what it held before are told the difference: a picture for each of 500 would be 400 MB in a large region. */
  begin(start: LinkStart, now: number): Followed {
    const { link, epoch, rev, anchor, drivers } = start;
    const missed = missedTick(this.board, start);
    this.board.apply({ type: "snapshot", epoch, rev, part: 0, parts: 1, drivers: [...drivers] });
    this.anchor = anchor;
    if (missed === null) this.log = new ChangeLog({ epoch, rev });
    else if (missed.deltas) this.log.follow(rev, changedTrips(missed.deltas));
    const { ticks, isLost } = this.#applyAll(this.#order.begin(link), now);
    return { ticks: missed === null ? ticks : [{ ...missed, frame: null }, ...ticks], isLost };
  }

  #applyAll({ next, isLost }: InOrder, now: number): Followed {
    const ticks: FollowedTick[] = [];
    for (const relay of next) {
      const tick = this.#apply(relay, now);
      if (tick === null) return { ticks, isLost: true };
      ticks.push(tick);
    }
    return { ticks, isLost };
  }

  #apply({ deltas, frame, checksum }: Relay, now: number): FollowedTick | null {
    if (deltas !== null) {
      if (this.board.apply(deltas) !== "changed") return null;
      this.log.follow(deltas.rev, changedTrips(deltas));
    }
    if (frame !== null && this.board.applyPositions(frame, now) !== "changed") return null;
    if (checksum !== null && this.board.apply(checksum) !== "changed") return null;
    return { rev: this.log.current(now), deltas, moved: frame === null ? [] : this.#moved(frame), frame };
  }

  #moved(frame: ArrayBuffer): LiveDriver[] {
    const decoded = decodeLiveFrame(frame);
    return decoded.ok ? decoded.value.records.flatMap(({ index }) => this.board.at(index) ?? []) : [];
  }
}
