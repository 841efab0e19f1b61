import fc from "fast-check";
import { expect, test } from "vitest";
import { isStopOver } from "../../../src/domain/stop-state.ts";
import { isTripOver, type TripEvent } from "../../../src/domain/trip-state.ts";
import { stepTrip, type TripCommand } from "../../../src/domain/trip-step.ts";
import { TripBrief } from "../../../src/protocol/live/trip-brief.ts";
import type { ShipmentStatus } from "../../../src/protocol/shipment.ts";
import {
  AT,
  at,
  COMPLETE,
  PROOF,
  provedTrip,
  run,
  shipmentId,
  START,
  statusOf,
  type StopCommand,
  stopId,
  trip,
} from "./round-steps.ts";

const ON_BOARD = new Set<ShipmentStatus>(["picked_up", "out_for_delivery", "arriving", "arrived"]);

test("with the start, what was loaded is on its way; what has to be fetched is not", () => {
  const { brief } = run(trip(), START);
  expect(brief).toMatchObject({ status: "active", startedAt: AT, finishedAt: null });
  expect(statusOf(brief, 2)).toEqual(["out_for_delivery"]);
  expect(statusOf(brief, 1)).toEqual(["assigned", "assigned"]);
});

test("a parcel that is fetched at one stop and brought to another is the same parcel", () => {
  const fetched = run(trip(), START, at(1, "finish")).brief;
  expect(statusOf(fetched, 1)).toEqual(["out_for_delivery", "out_for_delivery"]);
  const brought = run(fetched, at(3, "arrive"), at(3, "finish")).brief;
  expect(statusOf(brought, 1)).toEqual(["delivered", "delivered"]);
});

test("only one stop at a time is headed for", () => {
  const { brief } = run(trip(), START, at(2, "head-for"), at(3, "head-for"));
  expect(brief.stops.map(({ status }) => status)).toEqual(["pending", "pending", "en_route"]);
});

test("an arrival that turns out to have been a red light takes the parcel back on its way", () => {
  const { brief } = run(trip(), START, at(2, "arrive"), at(2, "leave"));
  expect(brief.stops[1]?.status).toBe("pending");
  expect(statusOf(brief, 2)).toEqual(["out_for_delivery"]);
});

test("a failed stop fails its parcels, and says why", () => {
  const { bodies } = run(trip(), START, at(2, "fail", "nobody home"));
  expect(bodies).toContainEqual(expect.objectContaining({ kind: "stop", status: "failed", reason: "nobody home" }));
  expect(bodies).toContainEqual(expect.objectContaining({ kind: "shipment", status: "failed", reason: "nobody home" }));
});

test("the same said twice writes nothing", () => {
  const { brief } = run(trip(), START, at(2, "finish"));
  expect(run(brief, at(2, "finish"), START).bodies).toEqual([]);
});

test("a trip is complete when no stop is left, and not before", () => {
  const started = run(trip(), START).brief;
  expect(stepTrip(started, COMPLETE, AT)).toEqual({ ok: false, error: { tag: "stops-open" } });
  const done = run(started, at(1, "skip"), at(2, "finish"), at(3, "skip"), COMPLETE).brief;
  expect(done).toMatchObject({ status: "completed", finishedAt: AT });
});

test("a trip that is called off says why where somebody said so", () => {
  const cancel: TripCommand = { type: "trip", event: "cancel" };
  const why = { reason: "weather" as const, note: "Black ice" };
  expect(run(trip(), cancel).bodies).toEqual([{ kind: "trip", status: "cancelled" }]);
  expect(run(trip(), { ...cancel, why }).bodies).toEqual([{ kind: "trip", status: "cancelled", why }]);
  // The first word stands.
  expect(run(trip(), cancel, { ...cancel, why }).bodies).toEqual([{ kind: "trip", status: "cancelled" }]);
});

test("before the start nothing happens at a stop", () => {
  expect(stepTrip(trip(), at(1, "arrive"), AT)).toEqual({ ok: false, error: { tag: "trip-not-running" } });
});

test("a new plan keeps what has happened and takes in what is new", () => {
  const { brief } = run(trip(), START, at(2, "finish"));
  const again = trip().stops;
  const replanned = run(brief, { type: "plan", stops: [again[2], again[1]].flatMap((stop) => stop ?? []) });
  expect(replanned.brief.stops.map(({ status }) => status)).toEqual(["pending", "done"]);
  expect(statusOf(replanned.brief, 2)).toEqual(["delivered"]);
  expect(replanned.bodies[0]).toEqual({ kind: "plan", stopIds: [stopId(3), stopId(2)] });
});

const command: fc.Arbitrary<TripCommand> = fc.oneof(
  fc
    .constantFrom<TripEvent[]>("start", "pause", "resume", "complete", "cancel")
    .map((event): TripCommand => ({ type: "trip", event })),
  fc
    .tuple(
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom<StopCommand["event"][]>("head-for", "arrive", "finish", "fail", "skip", "leave"),
      fc.boolean(),
    )
    .map(([number, event, isProved]) => ({ ...at(number, event), ...(isProved && { proofs: [PROOF] }) })),
  fc.integer({ min: 1, max: 3 }).map((number): TripCommand => ({ type: "near", stopId: stopId(number) })),
  fc
    .tuple(
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom<ShipmentStatus[]>("picked_up", "delivered", "failed", "returned", "created"),
    )
    .map(([number, status]): TripCommand => ({
      type: "shipment",
      shipmentId: shipmentId(number),
      status,
      reason: null,
    })),
);

test("a shipment that is called off leaves the plan, and with it the stops that served nothing else", () => {
  const withdraw = (number: number): TripCommand => ({
    type: "withdraw",
    shipmentId: shipmentId(number),
    reason: null,
  });
  const { brief, bodies } = run(trip(), withdraw(1));
  expect(brief.stops.map((stop) => stop.stopId)).toEqual([stopId(2)]);
  expect(bodies).toEqual([
    { kind: "shipment", shipmentId: shipmentId(1), status: "cancelled", reason: null },
    { kind: "plan", stopIds: [stopId(2)] },
  ]);
  const onItsWay = run(trip(), { type: "trip", event: "start" }).brief;
  expect(stepTrip(onItsWay, withdraw(2), AT)).toMatchObject({ error: { tag: "not-allowed-now" } });
  expect(stepTrip(onItsWay, withdraw(9), AT)).toMatchObject({ error: { tag: "unknown-shipment" } });
  const stay = run(onItsWay, at(1, "arrive"), withdraw(1)).brief;
  expect(stay.stops.map((stop) => stop.stopId)).toEqual([stopId(1), stopId(2)]);
});

test("whatever is said in whatever order: the trip stays sound, and the lines tell every change", () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
      let brief = provedTrip();
      for (const one of commands) {
        const step = stepTrip(brief, one, AT);
        if (!step.ok) continue;
        const isNamed = one.type === "stop" && one.proofs !== undefined;
        const { brief: next, bodies } = step.value;
        const isHandedOver = statusOf(brief, 2)[0] !== "delivered" && statusOf(next, 2)[0] === "delivered";
        expect(isHandedOver && !isNamed).toBe(false);
        expect(bodies.length > 0).toBe(JSON.stringify(next) !== JSON.stringify(brief));
        expect(TripBrief.safeParse(next).success).toBe(true);
        expect(next.stops.filter(({ status }) => status === "en_route").length).toBeLessThanOrEqual(1);
        for (const parcel of [1, 2]) expect(new Set(statusOf(next, parcel)).size).toBe(1);
        expect(next.status === "completed" && next.stops.some(({ status }) => !isStopOver(status))).toBe(false);
        const carried = next.stops.flatMap(({ shipments }) => shipments.map(({ status }) => status));
        expect(isTripOver(next.status) && carried.some((status) => ON_BOARD.has(status))).toBe(false);
        brief = next;
      }
    }),
    { numRuns: 1_000 },
  );
});

test("a parcel on its way can be handed to another driver, but not to nobody, nor from the door", () => {
  const running = stepTrip(trip(), { type: "trip", event: "start" }, AT);
  if (!running.ok) throw new Error(running.error.tag);
  const { brief } = running.value;
  const release = (handOver: boolean, number = 2) =>
    stepTrip(brief, { type: "release", shipmentId: shipmentId(number), handOver }, AT);
  expect(release(false)).toMatchObject({ error: { tag: "not-allowed-now" } });
  expect(release(true)).toMatchObject({
    value: { bodies: [{ kind: "plan", stopIds: [stopId(1), stopId(3)] }] },
  });
  // Not fetched yet: it goes from both of its stops.
  expect(release(false, 1)).toMatchObject({ value: { bodies: [{ kind: "plan", stopIds: [stopId(2)] }] } });
  const there = stepTrip(brief, at(2, "arrive"), AT);
  if (!there.ok) throw new Error(there.error.tag);
  const late = stepTrip(there.value.brief, { type: "release", shipmentId: shipmentId(2), handOver: true }, AT);
  expect(late).toMatchObject({ error: { tag: "not-allowed-now" } });
});

test("a plan that was made from other stops than there are is refused", () => {
  const brief = trip();
  const stops = brief.stops.slice(1);
  expect(stepTrip(brief, { type: "plan", stops, basis: stops }, AT)).toMatchObject({ error: { tag: "plan-changed" } });
  expect(stepTrip(brief, { type: "plan", stops, basis: brief.stops }, AT)).toMatchObject({ ok: true });
});
