import { array, assert, constantFrom, nat, property, record, string } from "fast-check";
import { expect, test } from "vitest";
import { endOf, isDeliveryOver, promiseOf, type StatusLine } from "../../../src/domain/delivery-facts.ts";
import { EndReason } from "../../../src/protocol/end-reason.ts";
import { ShipmentStatus } from "../../../src/protocol/shipment.ts";

const line = (status: ShipmentStatus | null, happenedAt: number, reason: string | null = null): StatusLine => ({
  status,
  happenedAt,
  reason,
});

test("a promise is told until it is over, with one side open if it was", () => {
  const window = { windowStartsAt: 10, windowEndsAt: 20 };
  expect(promiseOf(window, "out_for_delivery")).toEqual({ from: 10, to: 20 });
  expect(promiseOf({ ...window, windowStartsAt: null }, "created")).toEqual({ from: null, to: 20 });
  expect(promiseOf({ windowStartsAt: null, windowEndsAt: null }, "created")).toBeNull();
  const told = ShipmentStatus.options.filter((status) => promiseOf(window, status) !== null);
  expect(ShipmentStatus.options.filter((status) => !told.includes(status))).toEqual([
    "delivered",
    "failed",
    "returned",
    "cancelled",
  ]);
});

test("the end is when its status came, whatever was noted afterwards", () => {
  const lines = [line(null, 9, "a change"), line("delivered", 8), line("arrived", 7)];
  expect(endOf("delivered", lines)).toEqual({ at: 8, reason: null });
  expect(endOf("failed", lines)).toBeNull();
  expect(endOf("arrived", lines)).toBeNull();
});

test("what failed says why; what came back says why it failed, unless it says why it came back", () => {
  const failed = line("failed", 5, "refused");
  expect(endOf("failed", [failed])).toEqual({ at: 5, reason: "refused" });
  expect(endOf("returned", [line("returned", 7, "Back at the depot"), failed])).toEqual({ at: 7, reason: "refused" });
  expect(endOf("returned", [line("returned", 7, "damaged"), failed])).toEqual({ at: 7, reason: "damaged" });
  expect(endOf("cancelled", [line("cancelled", 3, "sender-request")])).toEqual({ at: 3, reason: "sender-request" });
});

test("a note about a handover is nobody's but the staff's", () => {
  expect(endOf("delivered", [line("delivered", 8, "nobody-home"), line("failed", 5, "refused")])?.reason).toBeNull();
});

const anyLine = record({
  status: constantFrom(...ShipmentStatus.options, null),
  reason: constantFrom<(string | null)[]>(
    null,
    ...EndReason.options,
    "Mrs Canary was asleep",
    "Nobody-home",
    "refused ",
  ),
  happenedAt: nat(99),
});

test("no text that somebody typed comes through, only words of the list", () => {
  assert(
    property(
      constantFrom(...ShipmentStatus.options),
      array(anyLine, { maxLength: 8 }),
      string(),
      (status, lines, typed) => {
        const end = endOf(status, [...lines, line(status, 1, typed)]);
        expect(end !== null).toBe(isDeliveryOver(status));
        expect([null, ...EndReason.options]).toContain(end?.reason ?? null);
      },
    ),
  );
});
