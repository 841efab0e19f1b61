import type { DriverId } from "../protocol/ids.ts";
import type { OfferEnded, OfferMade } from "../protocol/live/driver-down.ts";
import type { OfferBook, OfferTarget } from "../protocol/offer.ts";
import { nextOfferState, type OfferEvent } from "./offer-state.ts";
import { err, ok, type Result } from "./result.ts";

/** What a trip's object is told, and passes on to its driver. */
export type OfferNote = OfferMade | OfferEnded;

/** The offer after a step, and who has to be told of it. */
export interface OfferStep {
  readonly book: OfferBook;
  readonly notes: readonly (readonly [to: OfferTarget, note: OfferNote])[];
}

export type AnswerRefused = { readonly tag: "not-asked" | "too-late" };

/** Asks the next one, if nobody is being asked; or says that nobody is left. */
export function askNext(book: OfferBook, now: number): OfferStep {
  const [target, ...left] = book.left;
  const next = nextOfferState(book.state, target ? "ask" : "run-out");
  if (!next.ok || next.value === book.state) return { book, notes: [] };
  if (!target) return { book: { ...book, state: next.value }, notes: [] };
  const asked = { ...target, until: now + book.answerMs };
  const { id, shipmentId, lat, lng } = book;
  const offer = { id, shipmentId, tripId: target.tripId, lat, lng, until: asked.until };
  return { book: { ...book, state: next.value, asked, left }, notes: [[target, { type: "offer:new", offer }]] };
}

/** A driver's answer. One that comes after its time is too late, whether the alarm has run or not. */
export function answerOffer(
  book: OfferBook,
  { driverId, event }: { readonly driverId: DriverId; readonly event: "accept" | "decline" },
  now: number,
): Result<OfferStep, AnswerRefused> {
  if (book.asked?.driverId !== driverId) return err({ tag: "not-asked" });
  if (book.state === "offered" && now >= book.asked.until) return err({ tag: "too-late" });
  const step = end(book, event);
  if (!step) return err({ tag: "too-late" });
  return ok(event === "decline" ? then(step, askNext(step.book, now)) : step);
}

/** The time of whoever is asked may be over. */
export function expireOffer(book: OfferBook, now: number): OfferStep {
  const isOver = book.state === "offered" && book.asked !== null && now >= book.asked.until;
  const step = isOver ? end(book, "expire") : null;
  return step ? then(step, askNext(step.book, now)) : { book, notes: [] };
}

/** The shipment went another way. */
export function loseOffer(book: OfferBook): OfferStep {
  return end(book, "lose") ?? { book, notes: [] };
}

function end(book: OfferBook, event: OfferEvent): OfferStep | null {
  const next = nextOfferState(book.state, event);
  if (!next.ok) return null;
  if (next.value === book.state || !book.asked) return { book: { ...book, state: next.value }, notes: [] };
  const note: OfferNote = { type: "offer:ended", offerId: book.id, state: next.value };
  return { book: { ...book, state: next.value }, notes: [[book.asked, note]] };
}

function then(first: OfferStep, second: OfferStep): OfferStep {
  return { book: second.book, notes: [...first.notes, ...second.notes] };
}
