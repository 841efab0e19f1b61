import { quantile } from "../quantile.ts";

/** Enough for the percentiles of some minutes; older ones make room. */
const KEPT = 4_000;

/** What a run has come to so far. */
export class Figures {
  onRoad = 0;
  away = 0;
  sent = 0;
  acked = 0;
  trips = 0;
  readonly refusals = new Map<string, number>();
  readonly errors = new Map<string, number>();
  /** From a question that asks to be answered at once, an action or a tracker's request, to its acknowledgement. */
  readonly #ackMs: number[] = [];
  /** From the moment a position went out until it was promised: up to half a minute by design. */
  readonly #keptMs: number[] = [];

  ackTook(ms: number): void {
    keep(this.#ackMs, ms);
  }

  keptAfter(ms: number): void {
    keep(this.#keptMs, ms);
  }

  refused(why: string): void {
    count(this.refusals, why);
  }

  error(what: string): void {
    count(this.errors, what);
  }

  get lines(): string[] {
    const times = (all: readonly number[]): string => `p50 ${percentile(all, 0.5)} p95 ${percentile(all, 0.95)} ms`;
    return [
      `${this.onRoad} on the road, ${this.away} out of reach, ${this.trips} trips done`,
      `${this.sent} fixes sent, ${this.acked} acknowledged`,
      `answers ${times(this.#ackMs)}; positions kept after ${times(this.#keptMs)}`,
      `refused ${listed(this.refusals)}; errors ${listed(this.errors)}`,
    ];
  }
}

function keep(all: number[], ms: number): void {
  all.push(ms);
  if (all.length > KEPT) all.splice(0, KEPT / 2);
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function percentile(all: readonly number[], share: number): string {
  const found = quantile(all, share);
  return found === undefined ? "–" : String(Math.round(found));
}

function listed(counts: ReadonlyMap<string, number>): string {
  const entries = [...counts].toSorted((a, b) => b[1] - a[1]);
  return entries.length === 0 ? "none" : entries.map(([name, times]) => `${times}× ${name}`).join(", ");
}
