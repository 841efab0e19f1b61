import { DurableObject } from "cloudflare:workers";
import { ANSWER_KEPT_MS, ANSWERS_MAX, ANSWERS_MAX_BYTES, isForgotten, judgeKey } from "../../domain/idempotency.ts";
import { AlarmSlots } from "../lib/alarm-slots.ts";
import { IdempotencyStore } from "./idempotency-store.ts";

/** `number` names the work that was begun; `isAgain`: it was begun before, and nobody knows what came of that. */
export type Begun =
  | { readonly verdict: "first"; readonly number: number; readonly begunAt: number; readonly isAgain: boolean }
  | { readonly verdict: "answered"; readonly sealed: string }
  | { readonly verdict: "working" | "other" };

/** One row of a hundred may leave by size: looking each time would read them all. */
const TRIM_EVERY = 100;

/** What one caller was answered under its keys. It never sees an answer: they come sealed. */
export class IdempotencyObject extends DurableObject<Env> {
  readonly #slots = new AlarmSlots<"forget">(this.ctx.storage, "idempotency");
  #opened: IdempotencyStore | null = null;

  /** Nothing awaits between the look and the claim: of two at once one is first. */
  async begin(key: string, fingerprint: string): Promise<Begun> {
    const store = this.#store();
    const now = Date.now();
    const known = store.find(key);
    const verdict = judgeKey(known, fingerprint, now);
    if (verdict === "answered") return { verdict, sealed: known?.sealed ?? "" };
    if (verdict !== "first") return { verdict };
    const isAgain = known !== null && !isForgotten(known, now);
    const begunAt = isAgain ? known.begunAt : now;
    const number = store.begin(key, fingerprint, { begunAt, now });
    if (number % TRIM_EVERY === 0) store.trim(ANSWERS_MAX, ANSWERS_MAX_BYTES);
    await this.#slots.set("forget", now + ANSWER_KEPT_MS, "if-none");
    return { verdict, number, begunAt, isAgain };
  }

  answer(number: number, sealed: string): void {
    this.#store().answer(number, sealed);
  }

  /** Nothing is known to have come of it: the next one may try. */
  giveUp(number: number): void {
    this.#store().giveUp(number);
  }

  override async alarm(): Promise<void> {
    const store = this.#store();
    const now = Date.now();
    await this.#slots.run(now, { forget: async () => this.#forget(store, now) });
    if (store.oldest() === null) await this.#wipe();
  }

  async #forget(store: IdempotencyStore, now: number): Promise<void> {
    store.forgetBefore(now - ANSWER_KEPT_MS + 1);
    const oldest = store.oldest();
    if (oldest !== null) await this.#slots.set("forget", oldest + ANSWER_KEPT_MS);
  }

  /** Made on first use, because a wiped object may be asked again before it leaves memory. */
  #store(): IdempotencyStore {
    return (this.#opened ??= new IdempotencyStore(this.ctx.storage));
  }

  async #wipe(): Promise<void> {
    this.#opened = null;
    await this.#slots.wipe();
  }
}
