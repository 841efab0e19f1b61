import { setTimeout as wait } from "node:timers/promises";
import { uuidv7 } from "uuidv7";
import { takePayment } from "../../src/protocol/api/payments.ts";
import { announceProof, NewProof } from "../../src/protocol/api/proofs.ts";
import { StoredUpload } from "../../src/protocol/api/uploads.ts";
import { PaymentId, ProofId } from "../../src/protocol/ids.ts";
import type { Person } from "../chaos/api.ts";
import type { Dice } from "../chaos/dice.ts";
import { addressOf } from "../chaos/socket-from.ts";
import type { Ask } from "../sim/ask.ts";
import { wireId } from "../tenant-rows.ts";
import type { DayBook } from "./day-book.ts";
import { doorImages } from "./door-images.ts";
import { type HandedIn, must } from "./hand-out.ts";

const CARD_SHARE = 0.4;
/** Cards whose provider answers only when it is asked for the third time. */
const SLOW_SHARE = 0.1;
const SLOW_CARD = "pm_sandbox_slow";
const UPLOAD_TIMEOUT_MS = 30_000;
const TOO_MANY = 429;
const SECOND_MS = 1_000;
const TWICE_SHARE = 0.1;

/** Each from a network of its own, because networks have limits. */
let uploads = 0;

/** What a driver does between the bell and the next address. */
export class Door {
  readonly #ask: Ask;
  readonly #url: string;
  readonly #book: DayBook;
  readonly #dice: Dice;

  constructor({ ask, url, book, dice }: { ask: Ask; url: string; book: DayBook; dice: Dice }) {
    this.#ask = ask;
    this.#url = url;
    this.#book = book;
    this.#dice = dice;
  }

  /** Everything that was asked for, announced twice now and then, as a phone does that did not hear the answer. */
  async prove(driver: Person, { id: shipmentId, parcel }: HandedIn, withCash: boolean): Promise<ProofId> {
    const proofId = ProofId.parse(wireId("prf", uuidv7()));
    const kinds = (["photo", "signature"] as const).filter((kind) => parcel.required.includes(kind));
    const images = doorImages(proofId, kinds);
    const now = Date.now();
    const body = NewProof.parse({
      id: proofId,
      takenAt: now,
      sentAt: now,
      files: images.map(({ file }) => file),
      note: kinds.length === 0 ? "Handed over" : null,
      pin: parcel.pin,
      cash: withCash ? parcel.due : null,
    });
    const announced = must(await this.#ask.ask(driver, announceProof, { params: { shipmentId }, body }));
    if (this.#dice.chance(TWICE_SHARE))
      must(await this.#ask.ask(driver, announceProof, { params: { shipmentId }, body }));
    for (const { url, sha256 } of announced.uploads) {
      const image = images.find(({ file }) => file.sha256 === sha256);
      if (url !== null && image) await this.#send(url, image.bytes);
    }
    const isComplete = announced.missing.length === 0;
    this.#book.proofs.set(proofId, { shipmentId, files: images.length, isComplete });
    return proofId;
  }

  /** Who is told to wait has sent more than a driver of flesh and blood could. */
  async #send(url: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    for (;;) {
      uploads += 1;
      const answer = await fetch(new URL(url, this.#url), {
        method: "PUT",
        headers: { "content-type": "image/jpeg", "cf-connecting-ip": addressOf(uploads) },
        body: bytes,
        signal: AbortSignal.timeout(UPLOAD_TIMEOUT_MS),
      });
      if (answer.ok) return void StoredUpload.parse(await answer.json());
      await answer.body?.cancel();
      if (answer.status !== TOO_MANY) throw new Error(`an upload was refused: ${answer.status}`);
      await wait(Number(answer.headers.get("retry-after") ?? 1) * SECOND_MS);
    }
  }

  /** What is due, in cash or by card. Cash is told by the driver, or by the proof, or by both. */
  async collect(driver: Person, { id: shipmentId, parcel }: HandedIn): Promise<"proof" | "told" | "nothing"> {
    if (!parcel.due) return "nothing";
    const isCard = this.#dice.chance(CARD_SHARE);
    if (!isCard && this.#dice.chance(0.5)) return "proof";
    const id = PaymentId.parse(wireId("pay", uuidv7()));
    const isSlow = isCard && this.#dice.chance(SLOW_SHARE);
    if (isSlow) this.#book.counts.slowCards += 1;
    const card = isCard ? { method: "card", cardToken: isSlow ? SLOW_CARD : "pm_card_visa" } : { method: "cash" };
    const body = { id, takenAt: Date.now(), amount: parcel.due, ...card };
    const taken = must(await this.#ask.ask(driver, takePayment, { params: { shipmentId }, body }));
    this.#book.payments.set(taken.id, { shipmentId, method: isCard ? "card" : "cash", ...parcel.due });
    return "told";
  }
}
