import type { Change } from "../../domain/region/board.ts";
import type { OwnPicture } from "./open-picture.ts";
import { RegionStore } from "./region-store.ts";

/** How old the saved picture gets while somebody looks, and while nobody does. */
const WATCHED_MS = 30_000;
const UNWATCHED_MS = 5 * 60_000;
/** A report stands for three positions: a save of two rows after 20 of them is 0.03 rows each. */
const REPORTS_MIN = 20;
/** Who came and who left is saved sooner, but a whole fleet that begins its day is not saved driver by driver. */
const ROSTER_MS = 5_000;
/** The platform takes the memory after 10 quiet seconds. */
const IDLE_MS = 8_000;

/**
 * Writes the picture down now and then. Where somebody looks sleep loses nothing of it; where nobody does only who is there
 * is kept for certain, for all of them are asked before anybody is shown anything.
 */
export class PictureKeeper {
  readonly #store: RegionStore;
  readonly #picture: OwnPicture;
  readonly #settle: (now: number) => void;
  readonly #parts = new Set<number>();
  #reports = 0;
  #hasNewRoster = false;
  #savedAt = 0;
  #touchedAt = 0;
  #idle: number | null = null;
  timers = 0;

  /** `settle` tells viewers what they were not told yet: a number may stand for one picture only. */
  constructor(store: RegionStore, picture: OwnPicture, settle: (now: number) => void) {
    this.#store = store;
    this.#picture = picture;
    this.#settle = settle;
  }

  touch({ index, outcome }: Change, now: number): void {
    if (index === null) return;
    this.#parts.add(RegionStore.partOf({ index }));
    this.#reports += 1;
    this.#touchedAt = now;
    if (outcome === "joined" || outcome === "left") this.#hasNewRoster = true;
  }

  saveIfDue(now: number, isWatched: boolean): void {
    const age = now - this.#savedAt;
    const isOld = age >= (isWatched ? WATCHED_MS : UNWATCHED_MS) && this.#reports >= REPORTS_MIN;
    if (isOld || (this.#hasNewRoster && age >= ROSTER_MS)) this.save(now);
    else if (isWatched || this.#hasNewRoster) this.#saveBeforeSleep(IDLE_MS);
  }

  save(now: number): void {
    this.stop();
    if (this.#parts.size === 0) return;
    this.#settle(now);
    const { board, log } = this.#picture;
    this.#store.savePicture(board.entries(), this.#parts, { epoch: log.epoch, rev: log.current(now) });
    this.#parts.clear();
    this.#reports = 0;
    this.#hasNewRoster = false;
    this.#savedAt = now;
  }

  stop(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
  }

  /** A timer for each report would cost more than the report: one looks again when it fires. */
  #saveBeforeSleep(inMs: number): void {
    if (this.#idle !== null || this.#parts.size === 0) return;
    this.timers += 1;
    this.#idle = setTimeout(() => {
      this.#idle = null;
      const now = Date.now();
      const leftMs = this.#touchedAt + IDLE_MS - now;
      if (leftMs > 0) this.#saveBeforeSleep(Math.min(leftMs, IDLE_MS));
      else this.save(now);
    }, inMs);
  }
}
