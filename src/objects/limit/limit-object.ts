import { DurableObject } from "cloudflare:workers";
import { fullAt, returnTokens, takeTokens, type BucketLimit } from "../../domain/token-bucket.ts";
import { AlarmSlots } from "../lib/alarm-slots.ts";
import { LimitStore } from "./limit-store.ts";

export type Take = { ok: true; remaining: number } | { ok: false; retryAfterSeconds: number };

/** One exact token bucket: of one limit and one caller. */
export class LimitObject extends DurableObject<Env> {
  readonly #slots = new AlarmSlots<"full">(this.ctx.storage, "limit");
  #opened: LimitStore | null = null;

  async take(limit: BucketLimit, cost = 1): Promise<Take> {
    const store = this.#store();
    const taking = takeTokens(store.bucket()?.bucket ?? null, limit, cost, Date.now());
    if (!taking.ok) return { ok: false, retryAfterSeconds: taking.retryAfterSeconds };
    store.save(taking.bucket, limit);
    await this.#slots.set("full", fullAt(taking.bucket, limit), "if-none");
    return { ok: true, remaining: taking.remaining };
  }

  /** Takes a token back that was not needed after all. */
  giveBack(cost = 1): void {
    if (!LimitStore.isMade(this.ctx.storage)) return;
    const store = this.#store();
    const stored = store.bucket();
    if (stored) store.save(returnTokens(stored.bucket, cost), stored.limit);
  }

  override async alarm(): Promise<void> {
    const store = this.#store();
    const now = Date.now();
    await this.#slots.run(now, { full: async () => this.#forgetFull(store, now) });
    if (store.bucket() === null) await this.#wipe();
  }

  async #forgetFull(store: LimitStore, now: number): Promise<void> {
    const stored = store.bucket();
    if (!stored) return;
    const end = fullAt(stored.bucket, stored.limit);
    if (end <= now) store.clear();
    else await this.#slots.set("full", end);
  }

  /** Made on first use, because a wiped object may be asked again before it leaves memory. */
  #store(): LimitStore {
    return (this.#opened ??= new LimitStore(this.ctx.storage));
  }

  async #wipe(): Promise<void> {
    this.#opened = null;
    await this.#slots.wipe();
  }
}
