import { Board, type BoardEntry } from "../../../../src/domain/region/board.ts";
import { ChangeLog } from "../../../../src/domain/region/change-log.ts";
import { regionHashes } from "../../../../src/domain/region/checksum.ts";
import { type Followed, Follower } from "../../../../src/domain/region/follower.ts";
import { shardOf } from "../../../../src/domain/region/ladder.ts";
import { Pending } from "../../../../src/domain/region/pending.ts";
import { positionFrame } from "../../../../src/domain/region/position-frame.ts";
import type { LinkStart, Relay } from "../../../../src/domain/region/relay.ts";
import { Replica } from "../../../../src/domain/region/replica.ts";
import { ReportBatch } from "../../../../src/domain/region/report-batch.ts";
import type { LiveDriver, RegionChecksum } from "../../../../src/protocol/live/dispatch-down.ts";
import type { RegionSince } from "../../../../src/protocol/live/dispatch-up.ts";
import type { TripReport } from "../../../../src/protocol/live/trip-report.ts";
import { type LadderStep, REPLICAS, SHARDS } from "./ladder-steps.ts";
import { NOW, reportOf, tripId } from "./reports.ts";

const NEXT_MS = 15_000;
const ANCHOR = { lat: 52.5, lng: 13.4 };
const VIEWERS = 2;
const WAKE_MS = 100;

interface Side {
  follower: Follower;
  readonly viewers: Replica[];
  /** The region's end of the link. */
  link: { id: string; n: number } | null;
  /** On the way from the region. */
  relays: Relay[];
  start: LinkStart | null;
}

/** A region with shards and replicas, all of whose calls may be late, lost or doubled, and all of whose objects may die. */
export class LadderModel {
  board = new Board();
  log = new ChangeLog({ epoch: "epoch-0001", rev: NOW });
  /** How often a viewer needed everything. */
  resyncs = 0;
  readonly sides: Side[] = Array.from({ length: REPLICAS }, () => ({
    follower: new Follower(),
    viewers: Array.from({ length: VIEWERS }, () => new Replica()),
    link: null,
    relays: [],
    start: null,
  }));
  readonly #shards = Array.from({ length: SHARDS }, () => new ReportBatch());
  #batches: TripReport[][] = [];
  #pending = new Pending();
  #now = NOW;
  #seq = 0;
  #links = 0;
  #saved: { entries: BoardEntry[]; since: RegionSince } = { entries: [], since: { epoch: "epoch-0001", rev: NOW } };

  do(step: LadderStep): void {
    if ("replica" in step) return this.#doAt(this.#side(step.replica), step);
    switch (step.kind) {
      case "report":
        return this.#report(step, step.toRegion);
      case "end":
        return this.#apply(reportOf(step.n, (this.#seq += 1), { status: "completed" }));
      case "wait":
        this.#now += step.ms;
        return this.board.sweep(this.#now).forEach((change) => this.#pending.note(change));
      case "batch-arrives":
        return this.#batches
          .splice(step.at, 1)
          .flat()
          .forEach((one) => this.#apply(one));
      case "batch-lost":
        return void this.#batches.splice(step.at, 1);
      case "shard-sends":
      case "shard-dies":
        return this.#empty(step.shard, step.kind === "shard-sends");
      case "tick":
        return this.tick();
      case "save":
        return this.#save();
      case "region-dies":
        return this.#wake();
    }
  }

  tick(): void {
    if (this.#pending.isEmpty) return;
    const { deltas, moved } = this.#pending.take(this.board, this.log, this.#now);
    const frame =
      moved.length === 0
        ? null
        : positionFrame({ kind: "moved", rev: this.log.current(this.#now), drivers: moved }, ANCHOR, this.#now);
    for (const side of this.sides) this.#post(side, { deltas, frame, checksum: null });
  }

  /** One more tick, and all that is on its way arrives. */
  tellOneMore(): void {
    this.do({ kind: "report", n: 0, stopsDone: 0, paused: false, toRegion: true });
    this.tick();
    for (const side of this.sides) this.#arriveAll(side);
  }

  /** What the alarms do in the end: each replica hears what it must hold, and asks until it holds it. */
  settle(): void {
    for (const side of this.sides) {
      side.start = null;
      this.#arriveAll(side);
      this.#check(side);
      this.#arriveAll(side);
      while (side.follower.link === null) {
        this.#ask(side);
        this.#answer(side);
        this.#arriveAll(side);
      }
      this.#tellChecksum(side);
    }
  }

  checksum(): RegionChecksum {
    return checksumOf({ board: this.board, log: this.log }, this.#now);
  }

  #doAt(side: Side, step: Extract<LadderStep, { replica: number }>): void {
    switch (step.kind) {
      case "relay-arrives":
        return side.relays.splice(step.at, 1).forEach((relay) => this.#take(side, relay));
      case "relay-twice":
        return side.relays.slice(step.at, step.at + 1).forEach((relay) => this.#take(side, relay));
      case "relay-lost":
        return void side.relays.splice(step.at, 1);
      case "asks":
        return side.follower.link === null && side.start === null ? this.#ask(side) : undefined;
      case "answered":
        return this.#answer(side);
      case "answer-lost":
        side.start = null;
        return;
      case "replica-dies":
        side.follower = new Follower();
        side.start = null;
        return;
      case "check":
        return this.#check(side);
    }
  }

  #report({ n: trip, stopsDone, paused }: { n: number; stopsDone: number; paused: boolean }, toRegion: boolean): void {
    this.#seq += 1;
    const point = {
      lat: 52.5 + trip / 100,
      lng: 13.4 + this.#seq / 1e4,
      speedMps: 8,
      headingDeg: 90,
      accuracyM: 5,
      at: this.#now,
    };
    const status = paused ? ("paused" as const) : ("active" as const);
    const made = reportOf(trip, this.#seq, { point, stopsDone, status, heardAt: this.#now });
    if (toRegion) this.#apply(made);
    else this.#shards[shardOf(tripId(trip), SHARDS)]?.add(made);
  }

  #apply(made: TripReport): void {
    this.#pending.note(this.board.apply(made, this.#now, NEXT_MS));
  }

  #empty(shardNumber: number, isSent: boolean): void {
    const reports = this.#shards[shardNumber]?.take() ?? [];
    if (isSent && reports.length > 0) this.#batches.push(reports);
  }

  #save(): void {
    this.tick();
    const since = { epoch: this.log.epoch, rev: this.log.current(this.#now) };
    this.#saved = { entries: [...this.board.entries()], since };
  }

  /** Its links are new ones: it knows that there are replicas, not what they were told. */
  #wake(): void {
    this.#now += WAKE_MS;
    this.board = new Board();
    this.board.restore(this.#saved.entries);
    this.log = new ChangeLog(this.#saved.since);
    this.#pending = new Pending();
    for (const side of this.sides) if (side.link !== null) side.link = this.#newLink();
  }

  #newLink() {
    return { id: `link-${(this.#links += 1)}`, n: 0 };
  }

  #post(side: Side, told: Pick<Relay, "deltas" | "frame" | "checksum">): void {
    if (side.link === null) return;
    side.link.n += 1;
    side.relays.push({ link: side.link.id, n: side.link.n, ...told });
  }

  #check(side: Side): void {
    this.tick();
    if (side.follower.link === null) return;
    if (side.link?.id === side.follower.link)
      this.#post(side, { deltas: null, frame: null, checksum: this.checksum() });
    else side.follower.unlink();
  }

  #ask(side: Side): void {
    side.follower.unlink();
    this.#save();
    side.link = this.#newLink();
    const { epoch } = this.log;
    const drivers = [...this.board.drivers()];
    side.start = { link: side.link.id, epoch, rev: this.log.current(this.#now), anchor: ANCHOR, drivers };
  }

  #answer(side: Side): void {
    if (side.start === null) return;
    this.#pass(side, side.follower.begin(side.start, this.#now));
    side.start = null;
    this.#tellChecksum(side);
  }

  #arriveAll(side: Side): void {
    for (const relay of side.relays.splice(0)) this.#take(side, relay);
  }

  #take(side: Side, relay: Relay): void {
    this.#pass(side, side.follower.take(relay, this.#now));
  }

  #pass(side: Side, { ticks, isLost }: Followed): void {
    for (const { rev, deltas, moved, frame } of ticks) {
      const positions = frame ?? positionFrame({ kind: "moved", rev, drivers: moved }, ANCHOR, this.#now);
      for (const viewer of side.viewers.filter(({ since }) => since !== null)) {
        if (deltas) this.#heard(side, viewer, viewer.apply(deltas));
        if (moved.length > 0) this.#heard(side, viewer, viewer.applyPositions(positions, this.#now));
      }
    }
    if (isLost) side.follower.unlink();
  }

  #tellChecksum(side: Side): void {
    for (const viewer of side.viewers)
      this.#heard(side, viewer, viewer.since ? viewer.apply(checksumOf(side.follower, this.#now)) : "resync");
  }

  #heard({ follower }: Side, viewer: Replica, applied: "changed" | "waiting" | "resync"): void {
    if (applied !== "resync") return;
    this.resyncs += 1;
    const { board, log } = follower;
    const rev = log.current(this.#now);
    viewer.apply({ type: "snapshot", epoch: log.epoch, rev, part: 0, parts: 1, drivers: [...board.drivers()] });
  }

  #side(number: number): Side {
    const side = this.sides[number];
    if (!side) throw new Error("no such replica");
    return side;
  }
}

function checksumOf(
  {
    board,
    log,
  }: { board: { readonly size: number; drivers(): Iterable<LiveDriver> }; log: Pick<ChangeLog, "epoch" | "current"> },
  now: number,
): RegionChecksum {
  const { epoch } = log;
  return { type: "checksum", epoch, rev: log.current(now), drivers: board.size, ...regionHashes(board.drivers()) };
}
