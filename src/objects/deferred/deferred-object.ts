import { DurableObject } from "cloudflare:workers";
import { backoffSeconds } from "../../domain/backoff.ts";
import { readDeferredOwner } from "../../platform/object-stubs.ts";
import { HeldWrite, type OutboxEntry, Settlement } from "../../protocol/deferred-write.ts";
import type { OutboxId } from "../../protocol/ids.ts";
import type { Job } from "../../protocol/jobs.ts";
import { AlarmSlots } from "../lib/alarm-slots.ts";
import { DeferredStore } from "./deferred-store.ts";

const SECOND_MS = 1_000;
/** The database has only just failed. */
const FIRST_TRY_MS = 2 * SECOND_MS;
/** Each round costs a message for each that waits; nobody minds a minute after an outage of an hour. */
const ROUND_MAX_SECONDS = 60;
/** What a queue takes at a time. The rest comes with the next round. */
const PER_ROUND = 100;
/** Who sent it has asked by then, or reads it from its own lists. */
const KEPT_MS = 7 * 24 * 60 * 60_000;
/** An hour's outage at the hundred requests a minute that a caller has is 6,000; at 4 KB each they are 24 MB. */
const WRITES_MAX = 10_000;
const CHARACTERS_MAX = 64 * 1024 * 1024;

/** One caller's writes that were accepted while Postgres could not take them. */
export class DeferredObject extends DurableObject<Env> {
  readonly #slots = new AlarmSlots<"drain" | "forget">(this.ctx.storage, "deferred");
  #opened: DeferredStore | null = null;

  /** Null when there is no more room. Putting it in twice changes nothing. */
  async put(input: HeldWrite): Promise<OutboxEntry | null> {
    const write = HeldWrite.parse(input);
    const store = this.#store();
    const known = store.entry(write.id);
    if (known) return known;
    const { writes, characters } = store.size();
    if (writes >= WRITES_MAX || characters + write.sealed.length > CHARACTERS_MAX) return null;
    const now = Date.now();
    store.add(write, now);
    await this.#slots.set("drain", now + FIRST_TRY_MS, "if-sooner");
    await this.#slots.set("forget", now + KEPT_MS, "if-none");
    return store.entry(write.id);
  }

  entry(id: OutboxId): OutboxEntry | null {
    return DeferredStore.isMade(this.ctx.storage) ? this.#store().entry(id) : null;
  }

  held(id: OutboxId): HeldWrite | null {
    return DeferredStore.isMade(this.ctx.storage) ? this.#store().held(id) : null;
  }

  /** How often it has failed by now. */
  noteFailure(id: OutboxId): number {
    return this.#store().noteFailure(id);
  }

  settle(id: OutboxId, settlement: Settlement): void {
    this.#store().settle(id, Settlement.parse(settlement));
  }

  override async alarm(): Promise<void> {
    const store = this.#store();
    const now = Date.now();
    await this.#slots.run(now, {
      drain: async () => this.#drain(store, now),
      forget: async () => {
        store.forgetSettledBefore(now - KEPT_MS + 1);
        if (store.size().writes > 0) await this.#slots.set("forget", now + KEPT_MS);
      },
    });
    if (store.size().writes > 0) return;
    this.#opened = null;
    await this.#slots.wipe();
  }

  /** Messages name the write and nothing of it. Until each is settled it is sent again: queues lose what waits in them. */
  async #drain(store: DeferredStore, now: number): Promise<void> {
    const { tenantId, principal } = readDeferredOwner(this.ctx.id.name);
    const waiting = store.takeWaiting(PER_ROUND);
    const [first] = waiting;
    if (!first) return;
    const wait = backoffSeconds(first.attempts + 1, ROUND_MAX_SECONDS, Math.random());
    await this.#slots.set("drain", now + wait * SECOND_MS);
    const jobs = waiting.map(({ id }): Job => ({ kind: "deferred-write", tenantId, principal, outboxId: id }));
    await this.env.LEDGER_QUEUE.sendBatch(jobs.map((body) => ({ body })));
  }

  /** Made on first use, because a wiped object may be asked again before it leaves memory. */
  #store(): DeferredStore {
    return (this.#opened ??= new DeferredStore(this.ctx.storage));
  }
}
