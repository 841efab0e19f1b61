import type { Change } from "../../domain/region/board.ts";
import { regionDemand } from "../../domain/region/demand.ts";
import { shardWindowMs } from "../../domain/region/ladder.ts";
import { nearestDrivers, type NearDriver, type NearestFilter } from "../../domain/region/nearest.ts";
import type { LinkStart } from "../../domain/region/relay.ts";
import { Pending } from "../../domain/region/pending.ts";
import type { LatLng } from "../../domain/geo.ts";
import type { TripId } from "../../protocol/ids.ts";
import type { LiveDriver } from "../../protocol/live/dispatch-down.ts";
import type { RegionSince } from "../../protocol/live/dispatch-up.ts";
import type { LocationLook } from "../../protocol/location-view.ts";
import type { ReportDemand, TripReport } from "../../protocol/live/trip-report.ts";
import type { Ladder } from "./ladder.ts";
import { MapLooks } from "./map-looks.ts";
import { openPicture, type OwnPicture } from "./open-picture.ts";
import { PictureKeeper } from "./picture-keeper.ts";
import type { RegionBrief } from "./region-brief.ts";
import { RegionFeed } from "./region-feed.ts";
import type { RegionFenceStore } from "./region-fence-store.ts";
import type { RegionStore } from "./region-store.ts";
import { Ticker } from "./ticker.ts";
import { lookerOf, type Viewer, type ViewerHub } from "./viewer-hub.ts";

/** Below it a moving dot looks smooth; a tenth of the frames of one for each report. */
const WINDOW_MS = 100;
/** So much on one screen is looked at from far above, and so many viewers take longer to tell. A shard's window is part of it. */
const CROWDED_WINDOW_MS = 250;
const CROWDED_DRIVERS = 1_000;
const CROWDED_VIEWERS = 200;
/** Presence changes by minutes. */
const SWEEP_MS = 5_000;

export interface RegionPicture {
  readonly epoch: string;
  readonly rev: number;
  readonly now: number;
  readonly drivers: LiveDriver[];
}

export interface RoomParts {
  readonly brief: RegionBrief;
  readonly store: RegionStore;
  readonly hub: ViewerHub;
  readonly ladder: Ladder;
  readonly tellLooks: (looks: readonly LocationLook[]) => void;
}

/** What happens in an open region: reports come in, ticks go out. */
export class RegionRoom {
  readonly brief: RegionBrief;
  readonly feed: RegionFeed;
  readonly looks: MapLooks;
  readonly #hub: ViewerHub;
  readonly #picture: OwnPicture;
  readonly #keeper: PictureKeeper;
  readonly #fences: RegionFenceStore;
  readonly #ladder: Ladder;
  readonly #pending = new Pending();
  readonly #ticker = new Ticker((now) => this.#tick(now));
  #reports = 0;
  #sweptAt = 0;
  #lookedUntil = 0;

  constructor({ brief, store, hub, ladder, tellLooks }: RoomParts, now: number) {
    this.brief = brief;
    this.#hub = hub;
    this.#ladder = ladder;
    this.#picture = openPicture(store, brief, now);
    this.#keeper = new PictureKeeper(store, this.#picture, (at) => this.flush(at));
    this.feed = new RegionFeed(hub, this.#picture);
    this.feed.showSos(store.sos.known, now);
    this.#fences = store.fences;
    this.looks = new MapLooks(this.#picture.board, tellLooks);
  }

  get counters() {
    const { ticks, timers } = this.#ticker;
    return { reports: this.#reports, ticks, timers: timers + this.#keeper.timers };
  }

  /** Maps that are open, here and in replicas. */
  get viewers(): number {
    return this.#hub.size + this.#ladder.viewers;
  }

  /** Maps, and the sockets of trips as each of them reported last. */
  get sockets(): number {
    return [...this.#picture.board.entries()].reduce((sum, { report }) => sum + (report.sockets ?? 0), this.viewers);
  }

  get isWatched(): boolean {
    return this.#hub.size > 0 || this.#ladder.replicas.length > 0;
  }

  /** The hot path: nothing is stored, awaited or timed for each report. A shard brings many at once. */
  report(reports: readonly TripReport[], now: number): ReportDemand {
    this.#reports += reports.length;
    const { board } = this.#picture;
    const watchers = Math.max(this.viewers, Number(now < this.#lookedUntil));
    const demand = regionDemand(watchers, board.size, this.#ladder.fit(board.size));
    for (const report of reports) this.#note(board.apply(report, now, demand.nextMs), now);
    if (this.isWatched && now - this.#sweptAt >= SWEEP_MS) this.sweep(now);
    this.#keeper.saveIfDue(now, this.isWatched);
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
    this.looks.note([lookerOf(viewer)], now);
    this.#keeper.save(now);
  }

  /** Somebody looks who is not counted among the viewers, or not yet. */
  look(until: number): void {
    this.#lookedUntil = Math.max(this.#lookedUntil, until);
  }

  /** Those who were told that nobody looks. */
  silentTrips(): TripId[] {
    const silent: TripId[] = [];
    for (const { report, nextMs } of this.#picture.board.entries()) if (nextMs === null) silent.push(report.tripId);
    return silent;
  }

  /** Where a replica begins: with all that was told so far, and under a number that sleep may not forget. */
  startLink(replica: number, viewers: number, now: number): LinkStart {
    this.sweep(now);
    this.flush(now);
    this.#keeper.save(now);
    const { board, log, anchor } = this.#picture;
    const { epoch } = log;
    const drivers = [...board.drivers()];
    return { link: this.#ladder.link(replica, viewers, now), epoch, rev: log.current(now), anchor, drivers };
  }

  /** Whether the link stands; what the replica must hold follows on it. */
  checkLink(replica: number, link: string, now: number): boolean {
    this.sweep(now);
    this.flush(now);
    return this.#ladder.check({ replica, link, checksum: this.feed.checksum(now) }, now);
  }

  tripIds(): TripId[] {
    return [...this.#picture.board.entries()].map(({ report }) => report.tripId);
  }

  /** The last one has left: no timer runs on, and nothing is kept for nobody. */
  emptied(now: number): void {
    if (this.isWatched) return;
    this.#ticker.stop();
    if (!this.#pending.isEmpty) this.#picture.log.cut();
    this.#pending.clear();
    this.#keeper.save(now);
  }

  snapshot(now: number): RegionPicture {
    this.sweep(now);
    this.flush(now);
    const { board, log } = this.#picture;
    return { epoch: log.epoch, rev: log.current(now), now, drivers: [...board.drivers()] };
  }

  nearest(point: LatLng, count: number, filter: NearestFilter, now: number): NearDriver[] {
    this.sweep(now);
    return nearestDrivers(this.#picture.board.drivers(), point, count, filter);
  }

  #note(change: Change, now: number): void {
    this.#keeper.touch(change, now);
    if (change.outcome === "none") return;
    if (!this.isWatched) return this.#picture.log.cut();
    this.#pending.note(change);
    this.#ticker.poke(now, this.#windowMs());
  }

  #windowMs(): number {
    const isCrowded = this.#picture.board.size > CROWDED_DRIVERS || this.viewers > CROWDED_VIEWERS;
    return isCrowded ? Math.max(WINDOW_MS, CROWDED_WINDOW_MS - shardWindowMs(this.#ladder.shards)) : WINDOW_MS;
  }

  #tick(now: number): void {
    const { board, log } = this.#picture;
    if (this.#pending.isEmpty) return;
    const tick = this.#pending.take(board, log, now);
    const frame = this.feed.movedFrame(tick, now);
    this.feed.tell(tick, frame, now);
    this.#ladder.tell({ deltas: tick.deltas, frame, checksum: null }, now);
  }
}
