import { array, boolean, constant, integer, oneof, record, type Arbitrary } from "fast-check";
import { Board, type BoardEntry } from "../../../../src/domain/region/board.ts";
import { ChangeLog } from "../../../../src/domain/region/change-log.ts";
import { regionHashes } from "../../../../src/domain/region/checksum.ts";
import { catchUp, Pending } from "../../../../src/domain/region/pending.ts";
import { positionFrame } from "../../../../src/domain/region/position-frame.ts";
import { Replica } from "../../../../src/domain/region/replica.ts";
import type {
  LiveDriver,
  RegionChecksum,
  RegionDeltas,
  RegionSnapshot,
} from "../../../../src/protocol/live/dispatch-down.ts";
import type { RegionSince } from "../../../../src/protocol/live/dispatch-up.ts";
import { NOW, reportOf } from "./reports.ts";

const NEXT_MS = 15_000;
const ANCHOR = { lat: 52.5, lng: 13.4 };
/** Small, so that snapshots come in parts. */
const PART_DRIVERS = 2;

/** Longer than numbers can run ahead of the clock. */
const WAKE_MS = 100;

type Frame = RegionSnapshot | RegionDeltas | RegionChecksum | ArrayBuffer;

export type Step =
  | { kind: "report"; n: number; stopsDone: number; paused: boolean }
  | { kind: "end"; n: number }
  | { kind: "wait"; ms: number }
  | { kind: "tick" | "cut-line" | "reconnect" | "save" | "evict" | "checksum" | "lose" };

export const anySteps: Arbitrary<Step[]> = array(
  oneof(
    {
      weight: 8,
      arbitrary: record({
        kind: constant("report" as const),
        n: integer({ min: 0, max: 5 }),
        stopsDone: integer({ min: 0, max: 2 }),
        paused: boolean(),
      }),
    },
    { weight: 2, arbitrary: record({ kind: constant("end" as const), n: integer({ min: 0, max: 5 }) }) },
    { weight: 1, arbitrary: record({ kind: constant("wait" as const), ms: integer({ min: 1, max: 400_000 }) }) },
    { weight: 6, arbitrary: constant({ kind: "tick" as const }) },
    ...(["cut-line", "reconnect", "save", "evict", "checksum", "lose"] as const).map((kind) => ({
      weight: 1,
      arbitrary: constant({ kind }),
    })),
  ),
  { maxLength: 60, size: "max" },
);

/** A region, one line and one viewer. The line may break, the viewer miss a frame, the region fall asleep at any time. */
export class RegionModel {
  board = new Board();
  log = new ChangeLog({ epoch: "epoch-0001", rev: NOW });
  replica = new Replica();
  resyncs = 0;
  #pending = new Pending();
  #now = NOW;
  #seq = 0;
  #isConnected = false;
  #losesNext = false;
  #saved: { entries: BoardEntry[]; since: RegionSince } = { entries: [], since: { epoch: "epoch-0001", rev: NOW } };

  do(step: Step): void {
    switch (step.kind) {
      case "report":
        return this.#report(step.n, step.stopsDone, step.paused ? "paused" : "active");
      case "end":
        return this.#report(step.n, 0, "completed");
      case "wait":
        this.#now += step.ms;
        return this.#sweep();
      case "tick":
        return this.tick();
      case "cut-line":
        this.#isConnected = false;
        return;
      case "reconnect":
        return this.connect();
      case "save":
        this.tick();
        this.#saved = {
          entries: [...this.board.entries()],
          since: { epoch: this.log.epoch, rev: this.log.current(this.#now) },
        };
        return;
      case "evict":
        return this.#evict();
      case "checksum":
        return this.checksum();
      case "lose":
        this.#losesNext = true;
    }
  }

  connect(): void {
    this.tick();
    this.#isConnected = true;
    this.#losesNext = false;
    const { since } = this.replica;
    const missed = since && catchUp(this.board, this.log, since, this.#now);
    if (missed === null) return this.#snapshot();
    this.#deliver(missed);
    this.#deliver(this.#frame("everyone", [...this.board.drivers()]));
  }

  tick(): void {
    if (this.#pending.isEmpty) return;
    if (!this.#isConnected) {
      this.#pending.clear();
      return this.log.cut();
    }
    const { deltas, moved } = this.#pending.take(this.board, this.log, this.#now);
    if (deltas) this.#deliver(deltas);
    if (moved.length > 0) this.#deliver(this.#frame("moved", moved));
  }

  checksum(): void {
    this.tick();
    const hashes = regionHashes(this.board.drivers());
    const { epoch } = this.log;
    this.#deliver({ type: "checksum", epoch, rev: this.log.current(this.#now), drivers: this.board.size, ...hashes });
  }

  #report(n: number, stopsDone: number, status: "active" | "paused" | "completed"): void {
    this.#seq += 1;
    const at = this.#now;
    const point = { lat: 52.5 + n / 100, lng: 13.4 + this.#seq / 1e4, speedMps: 8, headingDeg: 90, accuracyM: 5, at };
    const changed = { point, stopsDone, status, heardAt: at };
    this.#pending.note(this.board.apply(reportOf(n, this.#seq, changed), at, NEXT_MS));
  }

  #sweep(): void {
    for (const change of this.board.sweep(this.#now)) this.#pending.note(change);
  }

  #evict(): void {
    this.#now += WAKE_MS;
    this.board = new Board();
    this.board.restore(this.#saved.entries);
    this.log = new ChangeLog(this.#saved.since);
    this.#pending = new Pending();
  }

  #snapshot(): void {
    const drivers = [...this.board.drivers()];
    const parts = Math.max(1, Math.ceil(drivers.length / PART_DRIVERS));
    const { epoch } = this.log;
    const rev = this.log.current(this.#now);
    for (let part = 0; part < parts; part++) {
      const some = drivers.slice(part * PART_DRIVERS, (part + 1) * PART_DRIVERS);
      this.#deliver({ type: "snapshot", epoch, rev, part, parts, drivers: some });
    }
  }

  #frame(kind: "moved" | "everyone", drivers: readonly LiveDriver[]): ArrayBuffer {
    return positionFrame({ kind, rev: this.log.current(this.#now), drivers }, ANCHOR, this.#now);
  }

  #deliver(frame: Frame): void {
    if (!this.#isConnected) return;
    if (this.#losesNext) {
      this.#losesNext = false;
      return;
    }
    const applied =
      frame instanceof ArrayBuffer ? this.replica.applyPositions(frame, this.#now) : this.replica.apply(frame);
    if (applied !== "resync") return;
    this.resyncs += 1;
    this.tick();
    this.#snapshot();
  }
}
