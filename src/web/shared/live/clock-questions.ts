import { type ClockExchange, clockOffset } from "../../../domain/clock-offset.ts";

/** The quickest of three says most; one alone may have waited anywhere. */
const QUESTIONS = 3;

/** Finds out how far this device's clock is off, one question after the other. */
export class ClockQuestions {
  readonly #ask: (t0: number) => void;
  readonly #now: () => number;
  #exchanges: ClockExchange[] = [];

  constructor(ask: (t0: number) => void, now: () => number) {
    this.#ask = ask;
    this.#now = now;
  }

  start(): void {
    this.#exchanges = [];
    this.#ask(this.#now());
  }

  /** The offset once it is known. */
  answered({ t0, t1 }: { readonly t0: number; readonly t1: number }): number | null {
    this.#exchanges.push({ sentAt: t0, heardAt: this.#now(), serverAt: t1 });
    if (this.#exchanges.length >= QUESTIONS) return clockOffset(this.#exchanges)?.offsetMs ?? null;
    this.#ask(this.#now());
    return null;
  }
}
