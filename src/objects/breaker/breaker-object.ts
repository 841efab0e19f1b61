import { DurableObject } from "cloudflare:workers";
import { askBreaker, type Breaker, pauseBreaker, tellBreaker } from "../../domain/circuit-breaker.ts";
import { BreakerReport, type BreakerView } from "../../protocol/breaker.ts";
import { BreakerStore } from "./breaker-store.ts";

/** What all runtimes together know of one service: it opens for all of them, and one of them tries whether it is back. */
export class BreakerObject extends DurableObject<Env> {
  readonly #store = new BreakerStore(this.ctx.storage);

  /** Asked by those alone who believe that it is open and has rested. */
  ask(): BreakerView & { readonly allowed: boolean } {
    const { breaker, allowed } = askBreaker(this.#store.breaker(), Date.now());
    this.#store.save(breaker);
    return { ...viewOf(breaker), allowed };
  }

  report(input: BreakerReport): BreakerView {
    const { round, outcomes, pauseUntil } = BreakerReport.parse(input);
    const now = Date.now();
    let breaker = this.#store.breaker();
    for (const failed of outcomes) breaker = tellBreaker(breaker, { round, failed }, now);
    if (pauseUntil !== undefined) breaker = pauseBreaker(breaker, pauseUntil);
    this.#store.save(breaker);
    return viewOf(breaker);
  }
}

function viewOf(breaker: Breaker): BreakerView {
  const { mode, round } = breaker;
  return { mode, round, until: breaker.mode === "closed" ? 0 : breaker.until };
}
