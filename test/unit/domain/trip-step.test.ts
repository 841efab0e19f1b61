import fc from "fast-check";
import { expect, test } from "vitest";
import { isStopOver } from "../../../src/domain/stop-state.ts";
import { isTripOver, type TripEvent } from "../../../src/domain/trip-state.ts";
import { stepTrip, type TripCommand } from "../../../src/domain/trip-step.ts";
import { typeIdFromBytes } from "../../../src/domain/typeid.ts";
import { DriverId, ProofId, RegionId, ShipmentId, StopId, TenantId, TripId } from "../../../src/protocol/ids.ts";
import { DEFAULT_TRIP_SETTINGS, TripBrief } from "../../../src/protocol/live/trip-brief.ts";
import type { ShipmentStatus } from "../../../src/protocol/shipment.ts";
import type { TripEventBody } from "../../../src/protocol/live/trip-event.ts";

const AT = 1_700_000_000_000;
const ON_BOARD = new Set<ShipmentStatus>(["picked_up", "out_for_delivery", "arriving", "arrived"]);

function id(prefix: string, number: number): string {
  return typeIdFromBytes(
    prefix,
    Uint8Array.from({ length: 16 }, (_, index) => (index === 15 ? number : 0)),
  );
}

const stopId = (number: number): StopId => StopId.parse(id("stp", number));
const shipmentId = (number: number): ShipmentId => ShipmentId.parse(id("shp", number));

/** Parcel 1 is fetched at stop 1 and brought to stop 3; parcel 2 was loaded at the depot and goes to stop 2. */
function trip(status: TripBrief["status"] = "planned"): TripBrief {
  const stop = (number: number, parcel: number, action: "pickup" | "dropoff"): TripBrief["stops"][number] => ({
    stopId: stopId(number),
    lat: 52,
    lng: 13,
    status: "pending",
    serviceSeconds: 60,
    windowStartsAt: null,
    windowEndsAt: null,
    shipments: [{ shipmentId: shipmentId(parcel), kind: "delivery", action, status: "assigned" }],
  });
  return {
    tenantId: TenantId.parse(id("tnt", 1)),
    tripId: TripId.parse(id("trip", 1)),
    regionId: RegionId.parse(id("reg", 1)),
    driverId: DriverId.parse(id("drv", 1)),
    driverFirstName: "Ada",
    vehicleKind: null,
    status,
    startedAt: null,
    finishedAt: null,
    sos: false,
    stops: [stop(1, 1, "pickup"), stop(2, 2, "dropoff"), stop(3, 1, "dropoff")],
    settings: DEFAULT_TRIP_SETTINGS,
  };
}

type StopCommand = Extract<TripCommand, { type: "stop" }>;
const at = (number: number, event: StopCommand["event"], reason: string | null = null): StopCommand => ({
  type: "stop",
  stopId: stopId(number),
  event,
  source: "manual",
  reason,
});

const COMPLETE: TripCommand = { type: "trip", event: "complete" };
const PROOF = { shipmentId: shipmentId(2), proofId: ProofId.parse(id("prf", 1)) };

/** Parcel 2 has to be photographed. */
function provedTrip(): TripBrief {
  const brief = trip();
  const asked = brief.stops.map((stop) => ({
    ...stop,
    shipments: stop.shipments.map((one) =>
      one.shipmentId === PROOF.shipmentId ? { ...one, proofRequired: ["photo" as const] } : one,
    ),
  }));
  return { ...brief, stops: asked };
}

function run(start: TripBrief, ...commands: TripCommand[]): { brief: TripBrief; bodies: TripEventBody[] } {
  const bodies: TripEventBody[] = [];
  let brief = start;
  for (const command of commands) {
    const step = stepTrip(brief, command, AT);
    if (!step.ok) throw new Error(step.error.tag);
    brief = step.value.brief;
    bodies.push(...step.value.bodies);
  }
  return { brief, bodies };
}

function statusOf(brief: TripBrief, parcel: number): string[] {
  const carried = brief.stops.flatMap(({ shipments }) => shipments);
  return carried.filter((one) => one.shipmentId === shipmentId(parcel)).map(({ status }) => status);
}

const START: TripCommand = { type: "trip", event: "start" };

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
  const complete: TripCommand = { type: "trip", event: "complete" };
  expect(stepTrip(started, complete, AT)).toEqual({ ok: false, error: { tag: "stops-open" } });
  const done = run(started, at(1, "skip"), at(2, "finish"), at(3, "skip"), complete).brief;
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
        if (statusOf(brief, 2)[0] !== "delivered" && !isNamed)
          expect(statusOf(step.value.brief, 2)).not.toContain("delivered");
        const { brief: next, bodies } = step.value;
        expect(bodies.length > 0).toBe(JSON.stringify(next) !== JSON.stringify(brief));
        expect(TripBrief.safeParse(next).success).toBe(true);
        expect(next.stops.filter(({ status }) => status === "en_route").length).toBeLessThanOrEqual(1);
        for (const parcel of [1, 2]) expect(new Set(statusOf(next, parcel)).size).toBe(1);
        expect(next.status === "completed" && next.stops.some(({ status }) => !isStopOver(status))).toBe(false);
        const carried = next.stops.flatMap(({ shipments }) => shipments.map(({ status }) => status));
        if (isTripOver(next.status)) expect(carried.filter((status) => ON_BOARD.has(status))).toEqual([]);
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

test("what has to be proved is handed over only with its proof named, at its stop or by itself", () => {
  const { brief } = run(provedTrip(), START);
  const missing = { error: { tag: "proof-missing" } };
  expect(stepTrip(brief, at(2, "finish"), AT)).toMatchObject(missing);
  const other = { ...PROOF, shipmentId: shipmentId(1) };
  expect(stepTrip(brief, { ...at(2, "finish"), proofs: [other] }, AT)).toMatchObject(missing);
  const delivered = { type: "shipment", shipmentId: PROOF.shipmentId, status: "delivered", reason: null } as const;
  expect(stepTrip(brief, delivered, AT)).toMatchObject(missing);
  const line = { kind: "shipment", shipmentId: PROOF.shipmentId, status: "delivered", reason: null };
  const named = { ...line, proofId: PROOF.proofId };
  expect(run(brief, { ...at(2, "finish"), proofs: [PROOF] }).bodies).toContainEqual(named);
  expect(run(brief, { ...delivered, proofId: PROOF.proofId }).bodies).toEqual([named]);
  const vouched = run(brief, { ...delivered, isVouched: true });
  expect(vouched.bodies).toEqual([line]);
  // Handed over already: the stop has nothing left to prove.
  expect(run(vouched.brief, at(2, "finish")).brief.stops[1]?.status).toBe("done");
});

test("a stop where nothing is handed over needs no proof", () => {
  const { brief } = run(provedTrip(), START, at(2, "fail"));
  expect(statusOf(brief, 2)).toEqual(["failed"]);
});

test("a parcel that was not fetched yet is handed over nowhere", () => {
  const { brief } = run(trip(), START, at(1, "skip"));
  expect(stepTrip(brief, at(3, "finish"), AT)).toMatchObject({ error: { tag: "not-allowed-now" } });
});

test("a skipped stop's parcel stays in the van, may go to another driver, and waits for a trip after the end", () => {
  const { brief } = run(trip(), START, at(2, "arrive"), at(2, "skip"));
  expect(statusOf(brief, 2)).toEqual(["out_for_delivery"]);
  const release: TripCommand = { type: "release", shipmentId: shipmentId(2), handOver: true };
  expect(stepTrip(brief, release, AT)).toMatchObject({ ok: true });
  const over = run(brief, at(1, "finish"), at(3, "fail"), COMPLETE);
  expect(statusOf(over.brief, 2)).toEqual(["created"]);
  expect(statusOf(over.brief, 1)).toEqual(["failed", "failed"]);
  expect(over.bodies.at(-1)).toEqual({
    kind: "shipment",
    shipmentId: shipmentId(2),
    status: "created",
    reason: expect.stringContaining("trip ended"),
  });
});

test("a trip that is called off gives back what it has on board", () => {
  const { brief } = run(trip(), START, { type: "trip", event: "cancel" });
  expect(statusOf(brief, 2)).toEqual(["created"]);
  expect(statusOf(brief, 1)).toEqual(["assigned", "assigned"]);
});

test.each(["arrive", "head-for"] as const)("a failed stop tried again (%s) delivers its parcel", (again) => {
  const failed = run(trip(), START, at(2, "fail", "nobody home")).brief;
  const tried = run(failed, at(2, again));
  expect(tried.bodies).toContainEqual(expect.objectContaining({ kind: "shipment", shipmentId: shipmentId(2) }));
  const done = run(tried.brief, at(2, "finish")).brief;
  expect(statusOf(done, 2)).toEqual(["delivered"]);
});

test("a failed parcel that is to be tried by another trip leaves this one, and no other does", () => {
  const { brief } = run(trip(), START, at(2, "fail"));
  const putBack = (number: number): TripCommand => ({
    type: "put-back",
    shipmentId: shipmentId(number),
    reason: "later",
  });
  const { brief: after, bodies } = run(brief, putBack(2));
  expect(statusOf(after, 2)).toEqual([]);
  expect(bodies).toEqual([
    { kind: "shipment", shipmentId: shipmentId(2), status: "created", reason: "later" },
    { kind: "plan", stopIds: [stopId(1), stopId(2), stopId(3)] },
  ]);
  expect(stepTrip(brief, putBack(1), AT)).toMatchObject({ error: { tag: "not-allowed-now" } });
  expect(stepTrip(after, putBack(2), AT)).toMatchObject({ error: { tag: "unknown-shipment" } });
});
