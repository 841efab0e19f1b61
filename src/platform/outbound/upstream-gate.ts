import { err, type Result } from "../../domain/result.ts";
import { type BreakerDeps, SharedBreaker } from "./shared-breaker.ts";

const SECOND_MS = 1_000;
/** Longer than this nobody is left alone on its own word: a wrong header would cost a day. */
const PAUSE_MAX_SECONDS = 300;

/** The service is given a rest; whoever asks again before that is told the same without a call. */
export interface Resting {
  readonly tag: "resting";
  readonly retryAfterSeconds: number;
}

/** What an outcome says about the service that gave it. */
export interface Verdict {
  readonly failed: boolean;
  /** What its `Retry-After` said. */
  readonly pauseSeconds?: number | undefined;
}

/** The one way out of this deployment to a service of somebody else's. */
export class UpstreamGate {
  readonly #breaker: SharedBreaker;
  readonly #now: () => number;

  constructor(deps: BreakerDeps) {
    this.#breaker = new SharedBreaker(deps);
    this.#now = deps.now;
  }

  get mode(): SharedBreaker["mode"] {
    return this.#breaker.mode;
  }

  async call<Value, Failure>(
    work: () => Promise<Result<Value, Failure>>,
    judge: (outcome: Result<Value, Failure>) => Verdict,
  ): Promise<Result<Value, Failure | Resting>> {
    const asked = await this.#breaker.ask();
    if (!asked.allowed) return err({ tag: "resting", retryAfterSeconds: this.#secondsUntil(asked.until) });
    const outcome = await work();
    const { failed, pauseSeconds } = judge(outcome);
    this.#breaker.tell(asked.leave, failed, pauseSeconds && Math.min(pauseSeconds, PAUSE_MAX_SECONDS));
    return outcome;
  }

  #secondsUntil(until: number): number {
    return Math.max(1, Math.ceil((until - this.#now()) / SECOND_MS));
  }
}
