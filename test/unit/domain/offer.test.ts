import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { answerOffer, askNext, expireOffer, loseOffer } from "../../../src/domain/offer.ts";
import { nextOfferState } from "../../../src/domain/offer-state.ts";
import { typeIdFromBytes } from "../../../src/domain/typeid.ts";
import { DriverId, OfferId, RegionId, ShipmentId, TripId } from "../../../src/protocol/ids.ts";
import { OfferBook, OfferState } from "../../../src/protocol/offer.ts";
import { readTransitionSpec } from "./transition-spec.ts";

const OfferEvent = z.enum(["ask", "accept", "decline", "expire", "run-out", "lose"]);

const SPEC = readTransitionSpec(`
             ask      accept    decline   expire   run-out    lose
  searching  offered  -         -         -        exhausted  exhausted
  offered    -        accepted  declined  expired  -          exhausted
  accepted   -        =         -         -        -          exhausted
  declined   offered  -         =         -        exhausted  exhausted
  expired    offered  -         -         =        exhausted  exhausted
  exhausted  -        -         -         -        =          =
`).map((cell) => ({
  from: OfferState.parse(cell.from),
  event: OfferEvent.parse(cell.event),
  to: cell.to === null ? null : OfferState.parse(cell.to),
}));

test("the spec has a cell for every state and event", () => {
  const cells = new Set(SPEC.map((cell) => `${cell.from} ${cell.event}`));
  expect(cells.size).toBe(OfferState.options.length * OfferEvent.options.length);
});

test.each(SPEC)("$from + $event is $to", ({ from, event, to }) => {
  expect(nextOfferState(from, event)).toEqual(
    to === null ? { ok: false, error: { tag: "offer-step-refused", from, event } } : { ok: true, value: to },
  );
});

const AT = 1_700_000_000_000;
const idOf = (prefix: string, number: number) => typeIdFromBytes(prefix, new Uint8Array(16).fill(number));
const driver = (number: number) => DriverId.parse(idOf("drv", number));

function bookOf(drivers: number): OfferBook {
  return {
    id: OfferId.parse(idOf("off", 1)),
    shipmentId: ShipmentId.parse(idOf("shp", 1)),
    regionId: RegionId.parse(idOf("reg", 1)),
    offeredBy: "test",
    lat: 52.5,
    lng: 13.4,
    answerMs: 1_000,
    state: "searching",
    asked: null,
    left: Array.from({ length: drivers }, (_, number) => ({
      tripId: TripId.parse(idOf("trip", number)),
      driverId: driver(number),
    })),
  };
}

test("each is asked in turn and told when it is over, until nobody is left", () => {
  const first = askNext(bookOf(2), AT);
  expect(first.book).toMatchObject({ state: "offered", asked: { driverId: driver(0), until: AT + 1_000 } });
  expect(first.notes.map(([to, { type }]) => [to.driverId, type])).toEqual([[driver(0), "offer:new"]]);
  expect(expireOffer(first.book, AT + 999)).toEqual({ book: first.book, notes: [] });
  const second = expireOffer(first.book, AT + 1_000);
  expect(second.notes).toMatchObject([
    [{ driverId: driver(0) }, { type: "offer:ended", state: "expired" }],
    [{ driverId: driver(1) }, { type: "offer:new" }],
  ]);
  expect(answerOffer(second.book, { driverId: driver(0), event: "accept" }, AT)).toMatchObject({
    error: { tag: "not-asked" },
  });
  const late = answerOffer(second.book, { driverId: driver(1), event: "accept" }, AT + 2_000);
  expect(late).toMatchObject({ error: { tag: "too-late" } });
  const last = answerOffer(second.book, { driverId: driver(1), event: "decline" }, AT + 1_500);
  expect(last).toMatchObject({ value: { book: { state: "exhausted" } } });
});

test("who has accepted may say so again, until the shipment goes another way", () => {
  const { book } = askNext(bookOf(3), AT);
  const taken = answerOffer(book, { driverId: driver(0), event: "accept" }, AT + 1);
  if (!taken.ok) throw new Error(taken.error.tag);
  expect(taken.value.notes).toMatchObject([[{ driverId: driver(0) }, { type: "offer:ended", state: "accepted" }]]);
  const again = answerOffer(taken.value.book, { driverId: driver(0), event: "accept" }, AT + 5_000);
  expect(again).toEqual({ ok: true, value: { book: taken.value.book, notes: [] } });
  expect(expireOffer(taken.value.book, AT + 5_000).book.state).toBe("accepted");
  expect(loseOffer(taken.value.book).book.state).toBe("exhausted");
});

test("whatever is answered when, nobody is asked twice and at most one has accepted", () => {
  const event = fc.record({
    who: fc.integer({ min: 0, max: 5 }),
    what: fc.constantFrom("accept", "decline", "expire"),
    afterMs: fc.integer({ min: 0, max: 1_500 }),
  });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5 }), fc.array(event, { maxLength: 20 }), (drivers, events) => {
      let { book, notes } = askNext(bookOf(drivers), AT);
      const asked = notes.map(([to]) => to.driverId);
      const accepted = new Set<string>();
      let now = AT;
      for (const { who, what, afterMs } of events) {
        now += afterMs;
        const answer = what === "expire" ? null : answerOffer(book, { driverId: driver(who), event: what }, now);
        const step = answer === null ? expireOffer(book, now) : answer.ok ? answer.value : { book, notes: [] };
        ({ book, notes } = step);
        asked.push(...notes.flatMap(([to, note]) => (note.type === "offer:new" ? [to.driverId] : [])));
        if (book.state === "accepted" && book.asked) accepted.add(book.asked.driverId);
        expect(OfferBook.safeParse(book).success).toBe(true);
      }
      expect(new Set(asked).size).toBe(asked.length);
      expect(accepted.size).toBeLessThanOrEqual(1);
    }),
  );
});
