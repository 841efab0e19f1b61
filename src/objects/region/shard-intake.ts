import { shardWindowMs } from "../../domain/region/ladder.ts";
import { ReportBatch } from "../../domain/region/report-batch.ts";
import type { ReportDemand, TripReport } from "../../protocol/live/trip-report.ts";
import { Ticker } from "./ticker.ts";

interface IntakeDeps {
  readonly send: (reports: readonly TripReport[]) => Promise<ReportDemand>;
  readonly later: (work: Promise<unknown>) => void;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Positions are answered at once with what the region asked for last, and go on with the next batch. News goes at once,
 * and is answered when the region has it: the end of a trip is never told a second time.
 */
export class ShardIntake {
  readonly #deps: IntakeDeps;
  readonly #batch = new ReportBatch();
  readonly #ticker: Ticker;
  #demand: ReportDemand | null = null;
  /** The batch that is on its way, over once it is answered or lost. */
  #sent: Promise<unknown> = Promise.resolve();
  /** The one after it, which still takes reports. */
  #next: Promise<ReportDemand> | null = null;
  #answered = 0;
  reports = 0;
  batches = 0;

  constructor(deps: IntakeDeps) {
    this.#deps = deps;
    this.#ticker = new Ticker(() => deps.later(this.#deliver().catch(deps.onFailure)));
  }

  /** Something is on its way to the region, or will be. */
  get isBusy(): boolean {
    return this.#ticker.isWaiting || this.#next !== null || this.#answered < this.batches;
  }

  async offer(report: TripReport, isNews: boolean, now: number): Promise<ReportDemand> {
    this.reports += 1;
    this.#batch.add(report);
    // That nobody looks is not said from memory: somebody may have begun to, and would not be told of this trip again.
    if (isNews || this.#demand === null || this.#demand.nextMs === null) return this.#deliver();
    this.#ticker.poke(now, shardWindowMs(this.#demand.shards ?? 0));
    return this.#demand;
  }

  /** One batch at a time: what comes meanwhile goes together with the next, so that a slow region gets larger ones, not more. */
  async #deliver(): Promise<ReportDemand> {
    this.#next ??= this.#sendNext();
    return this.#next;
  }

  async #sendNext(): Promise<ReportDemand> {
    await this.#sent;
    this.#next = null;
    // Whatever the timer was for goes now.
    this.#ticker.stop();
    const reports = this.#batch.take();
    this.batches += 1;
    const sending = this.#deps.send(reports);
    this.#sent = Promise.allSettled([sending]);
    try {
      return (this.#demand = await sending);
    } catch (error) {
      for (const report of reports) this.#batch.add(report);
      throw error;
    } finally {
      this.#answered += 1;
    }
  }
}
