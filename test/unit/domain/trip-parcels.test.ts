import { expect, test } from "vitest";
import { stepTrip, type TripCommand } from "../../../src/domain/trip-step.ts";
import type { TripBrief, TripShipment } from "../../../src/protocol/live/trip-brief.ts";
import { AT, at, COMPLETE, PROOF, provedTrip, run, shipmentId, START, statusOf, stopId, trip } from "./round-steps.ts";

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

/** Parcel 1 is fetched at stop 1, and no stop hands it over. */
function fetching(kind: TripShipment["kind"]): TripBrief {
  const { stops, ...brief } = trip();
  const fetched = stops.slice(0, 1).map((stop) => ({
    ...stop,
    shipments: stop.shipments.map((one) => ({ ...one, kind })),
  }));
  return { ...brief, stops: [...fetched, ...stops.slice(1, 2)] };
}

test.each([
  ["pickup", "delivered"],
  ["return", "delivered"],
  ["delivery", "created"],
] as const)("what was only fetched is on board, and with the trip's end at the depot: a %s is %s", (kind, ends) => {
  const fetched = run(fetching(kind), START, at(1, "finish"));
  expect(statusOf(fetched.brief, 1)).toEqual(["picked_up"]);
  const over = run(fetched.brief, at(2, "finish"), COMPLETE);
  expect(statusOf(over.brief, 1)).toEqual([ends]);
  const lines = over.bodies.filter((line) => line.kind === "shipment" && line.shipmentId === shipmentId(1));
  expect(lines).toEqual([expect.objectContaining({ status: ends, reason: expect.stringContaining("trip ended") })]);
});

test("what was fetched comes to the depot too where the trip is called off, and what was not fetched stays behind", () => {
  const off = run(fetching("pickup"), START, at(1, "finish"), { type: "trip", event: "cancel" });
  expect(statusOf(off.brief, 1)).toEqual(["delivered"]);
  const skipped = run(fetching("pickup"), START, at(1, "skip"), at(2, "finish"), COMPLETE);
  expect(statusOf(skipped.brief, 1)).toEqual(["assigned"]);
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
