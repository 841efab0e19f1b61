import { askBreaker, type Breaker, CLOSED, pauseBreaker, tellBreaker } from "../../domain/circuit-breaker.ts";
import type { BreakerReport, BreakerView } from "../../protocol/breaker.ts";

/** The service's object, as it is called from here. */
interface BreakerDesk {
  readonly ask: () => Promise<BreakerView & { readonly allowed: boolean }>;
  readonly report: (report: BreakerReport) => Promise<BreakerView>;
}

export interface BreakerDeps {
  /** Undefined where nobody else calls the service: then this copy is all there is. */
  readonly desk?: (() => BreakerDesk) | undefined;
  readonly now: () => number;
  /** Lets work end that no answer waits for. */
  readonly later: (work: Promise<unknown>) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** Of calls that go well the others hear this often. */
const QUIET_REPORT_MS = 10_000;
/** Of failures sooner: they are what opens it elsewhere. */
const FAILURE_REPORT_MS = 1_000;
/** A report is one small message. */
const OUTCOMES_MAX = 100;

/** Goes back with the outcome of the call that it allowed. */
export interface Leave {
  readonly round: number;
  readonly isTrial: boolean;
}

export type Asked =
  | { readonly allowed: true; readonly leave: Leave }
  | { readonly allowed: false; readonly until: number };

/**
 * This runtime's copy of a service's breaker. While all is well a call costs nothing beside itself: what happened is
 * counted here and told in batches. Without the object the copy decides alone.
 */
export class SharedBreaker {
  readonly #deps: BreakerDeps;
  #copy: Breaker = CLOSED;
  /** The object's round that outcomes belong to. */
  #round = 0;
  #untold: boolean[] = [];
  #toldAt: number;

  constructor(deps: BreakerDeps) {
    this.#deps = deps;
    this.#toldAt = deps.now();
  }

  get mode(): Breaker["mode"] {
    return this.#copy.mode;
  }

  async ask(): Promise<Asked> {
    const asked = askBreaker(this.#copy, this.#deps.now());
    this.#copy = asked.breaker;
    if (!asked.allowed) return { allowed: false, until: untilOf(asked.breaker) };
    const isTrial = asked.breaker.mode === "half-open";
    if (isTrial) this.#untold = [];
    const shared = isTrial ? await this.#askDesk() : undefined;
    if (shared && !shared.allowed) {
      this.#copy = { mode: "open", round: asked.round + 1, until: shared.until };
      return { allowed: false, until: shared.until };
    }
    return { allowed: true, leave: { round: asked.round, isTrial } };
  }

  /** `pauseSeconds`: what the service itself asked for. */
  tell({ round, isTrial }: Leave, failed: boolean, pauseSeconds?: number): void {
    // It began before the mode changed, and says nothing about now: here no more than in the object.
    if (round !== this.#copy.round) return;
    const now = this.#deps.now();
    const before = this.#copy.mode;
    this.#copy = tellBreaker(this.#copy, { round, failed }, now);
    const pauseUntil = pauseSeconds === undefined ? undefined : now + pauseSeconds * 1_000;
    if (pauseUntil !== undefined) this.#copy = pauseBreaker(this.#copy, pauseUntil);
    this.#untold.push(failed);
    const waited = now - this.#toldAt;
    const isDue =
      isTrial ||
      before !== this.#copy.mode ||
      this.#untold.length >= OUTCOMES_MAX ||
      waited >= (failed ? FAILURE_REPORT_MS : QUIET_REPORT_MS);
    if (isDue) this.#report(now, pauseUntil);
  }

  async #askDesk(): Promise<(BreakerView & { readonly allowed: boolean }) | undefined> {
    if (!this.#deps.desk) return undefined;
    try {
      const view = await this.#deps.desk().ask();
      this.#round = view.round;
      return view;
    } catch (error) {
      this.#deps.onTrouble(error);
      return undefined;
    }
  }

  #report(now: number, pauseUntil: number | undefined): void {
    const outcomes = this.#untold.slice(-OUTCOMES_MAX);
    this.#untold = [];
    this.#toldAt = now;
    const { desk } = this.#deps;
    if (!desk) return;
    const report = { round: this.#round, outcomes, ...(pauseUntil !== undefined && { pauseUntil }) };
    this.#deps.later(this.#exchange(desk, report));
  }

  /** What was told in vain is not told again: it is old by then, and the copy knows it. */
  async #exchange(desk: () => BreakerDesk, report: BreakerReport): Promise<void> {
    try {
      this.#adopt(await desk().report(report));
    } catch (error) {
      this.#deps.onTrouble(error);
    }
  }

  /** All of them know more than one: a service that failed here alone is not down, one that is open stays shut here too. */
  #adopt({ mode, round, until }: BreakerView): void {
    this.#round = round;
    if (mode === "closed" && this.#copy.mode !== "closed") this.#copy = { ...CLOSED, round: this.#copy.round + 1 };
    if (mode !== "closed" && until > this.#deps.now())
      this.#copy = { mode: "open", round: this.#copy.round + 1, until };
  }
}

function untilOf(breaker: Breaker): number {
  return breaker.mode === "closed" ? 0 : breaker.until;
}
