import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { CERTAIN, nextPaymentStatus, TAKEN } from "../../../../src/domain/payment/payment-state.ts";
import { PaymentStatus } from "../../../../src/protocol/payment.ts";
import { readTransitionSpec } from "../transition-spec.ts";

const PaymentEvent = z.enum(["confirm", "decline", "doubt", "settle", "void"]);

const SPEC = readTransitionSpec(`
            confirm   decline  doubt    settle   void
  pending   confirmed declined unclear  settled  void
  collected -         -        -        settled  void
  confirmed =         =        =        =        void
  declined  confirmed =        =        settled  void
  unclear   confirmed declined =        settled  void
  settled   confirmed unclear  =        =        void
  void      unclear   =        =        settled  =
`).map((cell) => ({
  from: PaymentStatus.parse(cell.from),
  event: PaymentEvent.parse(cell.event),
  to: cell.to === null ? null : PaymentStatus.parse(cell.to),
}));

test("the spec has a cell for every status and event", () => {
  const cells = new Set(SPEC.map((cell) => `${cell.from} ${cell.event}`));
  expect(cells.size).toBe(PaymentStatus.options.length * PaymentEvent.options.length);
});

test.each(SPEC)("$from + $event is $to", ({ from, event, to }) => {
  expect(nextPaymentStatus(from, event)).toEqual(
    to === null ? { ok: false, error: { tag: "payment-step-refused", from, event } } : { ok: true, value: to },
  );
});

test("what is told twice in a row is the same as once, and money that is certain is taken too", () => {
  for (const { from, event } of SPEC) {
    const once = nextPaymentStatus(from, event);
    // The one exception: money that came although a person had said it did not stays with a person until somebody decides.
    if (!once.ok || (from === "void" && event === "confirm") || (from === "settled" && event === "decline")) continue;
    expect(nextPaymentStatus(once.value, event)).toEqual(once);
  }
  expect(CERTAIN.every((status) => TAKEN.includes(status))).toBe(true);
});

test("in whatever order the provider tells of one card, money that it has is never shown as declined", () => {
  const told = fc.array(fc.constantFrom("decline", "doubt", "confirm"), { maxLength: 6 });
  fc.assert(
    fc.property(told, told, (before, after) => {
      const all = [...before, "confirm", ...after] as const;
      const end = all.reduce<PaymentStatus>((status, event) => {
        const next = nextPaymentStatus(status, PaymentEvent.parse(event));
        return next.ok ? next.value : status;
      }, "pending");
      expect(end).toBe("confirmed");
    }),
    { numRuns: 200 },
  );
});
