import type { TripId } from "../../protocol/ids.ts";
import type { TripReport } from "../../protocol/live/trip-report.ts";

/** The newest report of each trip that the region has not been told yet. */
export class ReportBatch {
  #reports = new Map<TripId, TripReport>();

  get size(): number {
    return this.#reports.size;
  }

  /** In any order, and again what could not be delivered: an older one never replaces a newer. */
  add(report: TripReport): void {
    const { tripId, reportSeq } = report;
    if (reportSeq > (this.#reports.get(tripId)?.reportSeq ?? 0)) this.#reports.set(tripId, report);
  }

  take(): TripReport[] {
    const reports = [...this.#reports.values()];
    this.#reports = new Map();
    return reports;
  }
}
