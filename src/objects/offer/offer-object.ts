import { DurableObject } from "cloudflare:workers";
import {
  type AnswerRefused,
  answerOffer,
  askNext,
  expireOffer,
  loseOffer,
  type OfferStep,
} from "../../domain/offer.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { readOfferOwner, tripObject } from "../../platform/object-stubs.ts";
import type { DriverId } from "../../protocol/ids.ts";
import { OfferBook } from "../../protocol/offer.ts";
import { AlarmSlots } from "../lib/alarm-slots.ts";
import { OfferStore } from "./offer-store.ts";

/** Whoever asks how it ended has asked by then. */
const FORGOTTEN_MS = 24 * 60 * 60_000;

/** One shipment that is offered to one driver after the other: the single writer between their answers and the clock. */
export class OfferObject extends DurableObject<Env> {
  readonly #slots = new AlarmSlots<"tell" | "expire" | "forget">(this.ctx.storage, "offer");
  #opened: OfferStore | null = null;

  /** Beginning twice changes nothing. */
  async begin(input: OfferBook): Promise<OfferBook> {
    const book = OfferBook.parse(input);
    if (readOfferOwner(this.ctx.id.name).offerId !== book.id) throw new Error("another offer's book");
    const store = this.#store();
    const before = store.book();
    if (before) return before;
    const now = Date.now();
    await this.#slots.set("forget", now + FORGOTTEN_MS);
    return this.#take(store, askNext(book, now), now);
  }

  picture(): OfferBook | null {
    return OfferStore.isMade(this.ctx.storage) ? this.#store().book() : null;
  }

  async answer(driverId: DriverId, event: "accept" | "decline"): Promise<Result<OfferBook, AnswerRefused>> {
    const book = this.picture();
    if (!book) return err({ tag: "not-asked" });
    const now = Date.now();
    const step = answerOffer(book, { driverId, event }, now);
    return step.ok ? ok(await this.#take(this.#store(), step.value, now)) : step;
  }

  /** The shipment has gone another way. */
  async lose(): Promise<void> {
    const book = this.picture();
    if (book) await this.#take(this.#store(), loseOffer(book), Date.now());
  }

  override async alarm(): Promise<void> {
    const now = Date.now();
    const store = this.#store();
    let isForgotten = false;
    await this.#slots.run(now, {
      expire: async () => {
        const book = store.book();
        if (book) await this.#take(store, expireOffer(book, now), now);
      },
      tell: async () => this.#tell(store),
      forget: () => {
        isForgotten = true;
      },
    });
    if (!isForgotten) return;
    this.#opened = null;
    await this.#slots.wipe();
  }

  async #take(store: OfferStore, { book, notes }: OfferStep, now: number): Promise<OfferBook> {
    store.save(book, notes);
    if (notes.length > 0) await this.#slots.set("tell", now);
    if (book.state === "offered" && book.asked) await this.#slots.set("expire", book.asked.until);
    return book;
  }

  /** In order. A trip that does not hear makes the slot come again. */
  async #tell(store: OfferStore): Promise<void> {
    const { tenantId } = readOfferOwner(this.ctx.id.name);
    for (const { seq, target, note } of store.untold()) {
      await tripObject(this.env, tenantId, target.tripId).noteOffer(note);
      store.told(seq);
    }
  }

  /** Made on first use, because a wiped object may be asked again before it leaves memory. */
  #store(): OfferStore {
    return (this.#opened ??= new OfferStore(this.ctx.storage));
  }
}
