import type { Change } from "../../domain/region/board.ts";
import { regionDemand } from "../../domain/region/demand.ts";
import { nearestDrivers, type NearDriver, type NearestFilter } from "../../domain/region/nearest.ts";
import { LookLog } from "../../domain/look-log.ts";
import { Pending } from "../../domain/region/pending.ts";
import type { LatLng } from "../../domain/geo.ts";
import type { TripId } from "../../protocol/ids.ts";
import type { LiveDriver } from "../../protocol/live/dispatch-down.ts";
import type { RegionSince } from "../../protocol/live/dispatch-up.ts";
import type { Looker } from "../../protocol/location-view.ts";
import type { ReportDemand, TripReport } from "../../protocol/live/trip-report.ts";
import { openPicture } from "./open-picture.ts";
import { PictureKeeper } from "./picture-keeper.ts";
import type { RegionBrief } from "./region-brief.ts";
import { RegionFeed, type Picture } from "./region-feed.ts";
import type { RegionFenceStore } from "./region-fence-store.ts";
import type { RegionStore } from "./region-store.ts";
import { Ticker } from "./ticker.ts";
import { lookerOf, type Viewer, type ViewerHub } from "./viewer-hub.ts";

/** Below it a moving dot looks smooth; a tenth of the frames of one for each report. */
const WINDOW_MS = 100;
/** So much on one screen is looked at from far above, and so many viewers take longer to tell. */
const CROWDED_WINDOW_MS = 250;
const CROWDED_DRIVERS = 1_000;
const CROWDED_VIEWERS = 200;
/** Presence changes by minutes. */
const SWEEP_MS = 5_000;
/** Someone without a socket asks again and again instead; this long after the last time nobody looks any more. */
const POLLED_MS = 60_000;

export interface RegionPicture {
  readonly epoch: string;
  readonly rev: number;
  readonly now: number;
  readonly drivers: LiveDriver[];
}

/** What happens in an open region: reports come in, ticks go out. */
export class RegionRoom {
  readonly brief: RegionBrief;
  readonly feed: RegionFeed;
  readonly looks = new LookLog();
  readonly #hub: ViewerHub;
  readonly #picture: Picture;
  readonly #keeper: PictureKeeper;
  readonly #fences: RegionFenceStore;
  readonly #pending = new Pending();
  readonly #ticker = new Ticker((now) => this.#tick(now));
  #reports = 0;
  #sweptAt = 0;
  #polledAt = 0;

  constructor(brief: RegionBrief, store: RegionStore, hub: ViewerHub, now: number) {
    this.brief = brief;
    this.#hub = hub;
    this.#picture = openPicture(store, brief, now);
    this.#keeper = new PictureKeeper(store, this.#picture, (at) => this.flush(at));
    this.feed = new RegionFeed(hub, this.#picture);
    this.#fences = store.fences;
  }

  get counters() {
    const { ticks, timers } = this.#ticker;
    return { reports: this.#reports, ticks, timers: timers + this.#keeper.timers };
  }

  /** The hot path: nothing is stored, awaited or timed for each report. */
  report(report: TripReport, now: number): ReportDemand {
    this.#reports += 1;
    const watchers = Math.max(this.#hub.size, Number(this.#isPolled(now)));
    const demand = regionDemand(watchers, this.#picture.board.size);
    this.#note(this.#picture.board.apply(report, now, demand.nextMs), now);
    if (this.#hub.size > 0 && now - this.#sweptAt >= SWEEP_MS) this.sweep(now);
    this.#keeper.saveIfDue(now, this.#hub.size > 0);
    return this.#fences.version > 0 ? { ...demand, fences: this.#fences.version } : demand;
  }

  /** Looks who went silent. */
  sweep(now: number): void {
    this.#sweptAt = now;
    for (const change of this.#picture.board.sweep(now)) this.#note(change, now);
  }

  /** Tells what there is to tell: what is sent next must not build on what was not told. */
  flush(now: number): void {
    if (!this.#pending.isEmpty) this.#ticker.now(now);
  }

  /** A newcomer knows the picture under its number, so sleep may not forget it. */
  greet(viewer: Viewer, since: RegionSince | null, now: number): void {
    this.feed.greet(viewer, since, now);
    this.seen(lookerOf(viewer), now);
    this.#keeper.save(now);
  }

  /** Who has to hear it when somebody begins to look: each was told that it may be silent for a minute. */
  tripsToWake(now: number): TripId[] {
    return this.#hub.size > 0 || this.#isPolled(now) ? [] : this.tripIds();
  }

  tripIds(): TripId[] {
    return [...this.#picture.board.entries()].map(({ report }) => report.tripId);
  }

  /** Of everybody whose place a map shows. */
  seen(looker: Looker, now: number): void {
    for (const { report } of this.#picture.board.entries()) {
      const { driverId, tripId, point } = report;
      if (point) this.looks.note({ ...looker, surface: "live-map", driverId, tripId, at: now });
    }
  }

  /** The last one has left: no timer runs on, and nothing is kept for nobody. */
  emptied(now: number): void {
    this.#ticker.stop();
    if (!this.#pending.isEmpty) this.#picture.log.cut();
    this.#pending.clear();
    this.#keeper.save(now);
  }

  snapshot(now: number): RegionPicture {
    this.#polledAt = now;
    this.sweep(now);
    this.flush(now);
    const { board, log } = this.#picture;
    return { epoch: log.epoch, rev: log.current(now), now, drivers: [...board.drivers()] };
  }

  nearest(point: LatLng, count: number, filter: NearestFilter, now: number): NearDriver[] {
    this.sweep(now);
    return nearestDrivers(this.#picture.board.drivers(), point, count, filter);
  }

  #isPolled(now: number): boolean {
    return now - this.#polledAt < POLLED_MS;
  }

  #note(change: Change, now: number): void {
    this.#keeper.touch(change, now);
    if (change.outcome === "none") return;
    if (this.#hub.size === 0) return this.#picture.log.cut();
    this.#pending.note(change);
    const isCrowded = this.#picture.board.size > CROWDED_DRIVERS || this.#hub.size > CROWDED_VIEWERS;
    this.#ticker.poke(now, isCrowded ? CROWDED_WINDOW_MS : WINDOW_MS);
  }

  #tick(now: number): void {
    const { board, log } = this.#picture;
    if (!this.#pending.isEmpty) this.feed.tell(this.#pending.take(board, log, now), now);
  }
}
