import { array, assert, constantFrom, property } from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { nextShipmentStatus, SHIPMENT_EVENTS } from "../../../src/domain/shipment-state.ts";
import { ShipmentStatus } from "../../../src/protocol/shipment.ts";
import { readTransitionSpec } from "./transition-spec.ts";

const ShipmentEvent = z.enum(SHIPMENT_EVENTS);

const SPEC = readTransitionSpec(`
                   assign   unassign pick_up   depart           approach arrive  deliver   fail   retry            put_back return   cancel
  created          assigned =        -         -                -        -       -         -      -                =        -        cancelled
  assigned         =        created  picked_up -                -        -       -         -      -                created  -        cancelled
  picked_up        -        -        =         out_for_delivery -        -       -         failed -                created  -        -
  out_for_delivery -        -        -         =                arriving arrived delivered failed =                created  -        -
  arriving         -        -        -         out_for_delivery =        arrived delivered failed =                created  -        -
  arrived          -        -        -         out_for_delivery =        =       delivered failed =                created  -        -
  delivered        -        -        -         -                -        -       =         -      -                -        -        -
  failed           -        -        -         -                -        -       -         =      out_for_delivery created  returned -
  returned         -        -        -         -                -        -       -         -      -                -        =        -
  cancelled        -        -        -         -                -        -       -         -      -                -        -        =
`).map((cell) => ({
  from: ShipmentStatus.parse(cell.from),
  event: ShipmentEvent.parse(cell.event),
  to: cell.to === null ? null : ShipmentStatus.parse(cell.to),
}));

const FINAL = new Set<ShipmentStatus>(["delivered", "returned", "cancelled"]);

test("the spec has a cell for every status and event", () => {
  const cells = new Set(SPEC.map((cell) => `${cell.from} ${cell.event}`));
  expect(cells.size).toBe(ShipmentStatus.options.length * ShipmentEvent.options.length);
});

test.each(SPEC)("$from + $event is $to", ({ from, event, to }) => {
  expect(nextShipmentStatus(from, event)).toEqual(
    to === null ? { ok: false, error: { tag: "shipment-step-refused", from, event } } : { ok: true, value: to },
  );
});

function walk(events: readonly z.infer<typeof ShipmentEvent>[]): ShipmentStatus[] {
  const path: ShipmentStatus[] = ["created"];
  for (const event of events) {
    const next = nextShipmentStatus(path.at(-1) ?? "created", event);
    if (next.ok) path.push(next.value);
  }
  return path;
}

// Most events are refused in most states, so a walk needs this many to reach its end nearly always.
const anyEvents = array(constantFrom(...ShipmentEvent.options), { minLength: 80, maxLength: 160 });

test("nothing leaves a final status", () => {
  assert(
    property(anyEvents, (events) => {
      const path = walk(events);
      const beforeLast = path.slice(0, -1);
      const left = beforeLast.filter((status, index) => FINAL.has(status) && path[index + 1] !== status);
      expect(left).toEqual([]);
    }),
  );
});

test("what was picked up is never cancelled or given to another driver, unless it is put back first", () => {
  assert(
    property(anyEvents, (events) => {
      const path = walk(events.filter((event) => event !== "put_back"));
      const pickup = path.indexOf("picked_up");
      const after = new Set(pickup === -1 ? [] : path.slice(pickup));
      expect(after.intersection(new Set(["created", "assigned", "cancelled"]))).toEqual(new Set());
    }),
  );
});

test("every status can be reached", () => {
  const reached = new Set<ShipmentStatus>(["created"]);
  for (const status of reached) {
    for (const event of ShipmentEvent.options) {
      const next = nextShipmentStatus(status, event);
      if (next.ok) reached.add(next.value);
    }
  }
  expect([...reached].toSorted()).toEqual(ShipmentStatus.options.toSorted());
});
