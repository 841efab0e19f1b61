import { AGAIN_MS, nextReport, type ReportSlot, WATCHED_MS } from "../../domain/region/demand.ts";
import type { LivePoint, ReportDemand, TripReport } from "../../protocol/live/trip-report.ts";

/** While nobody has answered yet. */
const FIRST_DEMAND: ReportDemand = { watchers: 1, nextMs: WATCHED_MS };
/** As a trip remembers it through sleep. */
const UNWATCHED: ReportDemand = { watchers: 0, nextMs: null };
/** A call that has not come back by then counts as lost; the next report is whole anyway. */
const GIVE_UP_MS = 10_000;
/** An answer takes 5 ms in calm. Whoever needs half a watched turn for it has more to do than it should. */
const SLOW_MS = 2_500;

export interface ReporterDeps {
  /** To one of so many shards, or to the region itself when there are none. */
  readonly send: (report: TripReport, to: { shards: number; isNews: boolean }) => Promise<ReportDemand>;
  /** Somebody begins or ceases to look. */
  readonly onWatch: (isWatched: boolean) => void;
  readonly onFailure: (error: unknown) => void;
}

interface Offer {
  readonly makeReport: () => TripReport;
  readonly isNews: boolean;
}

/**
 * Tells the region where its driver is, as seldom as the region asks for. No fix ever waits for it: a report is sent and
 * forgotten, and what comes back only says when the next one is wanted.
 */
export class RegionReporter {
  readonly #deps: ReporterDeps;
  #demand: ReportDemand;
  #slot: ReportSlot | null = null;
  #awaitingSince: number | null = null;
  #waiting: Offer | null = null;
  calls = 0;
  /** The last answer took long, or did not come. */
  isSlow = false;

  /** `isWatched`: as it was before sleep, or true. */
  constructor(deps: ReporterDeps, isWatched: boolean) {
    this.#deps = deps;
    this.#demand = isWatched ? FIRST_DEMAND : UNWATCHED;
  }

  get isWatched(): boolean {
    return this.#demand.watchers > 0;
  }

  get isReporting(): boolean {
    return this.#awaitingSince !== null;
  }

  /** The answer to a report would bring something that is needed: it does not wait until somebody looks. */
  want(): void {
    this.#demand = { ...this.#demand, nextMs: this.#demand.nextMs ?? AGAIN_MS };
  }

  /** `isNews`: something other than the position, which does not wait for its turn. Returns the call, for whoever keeps the object awake for it. */
  offer(
    makeReport: () => TripReport,
    point: LivePoint | null,
    isNews: boolean,
    now: number,
  ): Promise<void> | undefined {
    const slot = this.#take(point, isNews, now);
    if (!slot) return undefined;
    this.#slot = slot;
    const offer = { makeReport, isNews: isNews || this.#waiting?.isNews === true };
    // One at a time: a region that is slow gets fewer reports, not a queue of them. The newest follows when it answers.
    if (this.#awaitingSince !== null && now - this.#awaitingSince < GIVE_UP_MS) {
      this.#waiting = offer;
      return undefined;
    }
    this.#awaitingSince = now;
    return this.#send(offer, now);
  }

  #take(point: LivePoint | null, isNews: boolean, now: number): ReportSlot | null {
    const { nextMs } = this.#demand;
    // The first position of all is news as well, to whoever looks.
    const isFirst = nextMs !== null && (this.#slot === null || (this.#slot.reported === null && point !== null));
    if (isFirst || isNews)
      return { reported: point, reportedAt: now, dueAt: Math.max(this.#slot?.dueAt ?? 0, now + (nextMs ?? AGAIN_MS)) };
    return this.#slot && point && nextReport(this.#slot, point, now, nextMs);
  }

  async #send(offer: Offer, now: number): Promise<void> {
    await this.#call(offer, now);
    // A mere position that waited is of no use to a region that has just said that nobody looks.
    while (this.#waiting && (this.#waiting.isNews || this.isWatched)) {
      const next = this.#waiting;
      this.#waiting = null;
      await this.#call(next, now);
    }
    this.#waiting = null;
    this.#awaitingSince = null;
  }

  async #call({ makeReport, isNews }: Offer, now: number): Promise<void> {
    this.calls += 1;
    const began = Date.now();
    try {
      const before = this.#demand;
      this.#demand = await this.#ask(makeReport(), isNews);
      const { watchers, nextMs } = this.#demand;
      // Somebody begins to watch: the slot that was planned for the other case is void.
      if (this.#slot && nextMs !== null && nextMs !== before.nextMs)
        this.#slot = { ...this.#slot, dueAt: now + nextMs };
      if (watchers > 0 !== before.watchers > 0) this.#deps.onWatch(watchers > 0);
      this.isSlow = Date.now() - began >= SLOW_MS;
    } catch (error) {
      this.isSlow = true;
      this.want();
      this.#deps.onFailure(error);
    }
  }

  /** The region itself takes what a shard did not. */
  async #ask(report: TripReport, isNews: boolean): Promise<ReportDemand> {
    const { shards = 0 } = this.#demand;
    if (shards > 0) {
      try {
        return await this.#deps.send(report, { shards, isNews });
      } catch (error) {
        this.#deps.onFailure(error);
      }
    }
    return this.#deps.send(report, { shards: 0, isNews });
  }
}
