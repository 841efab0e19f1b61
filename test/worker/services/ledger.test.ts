import { expect, test } from "vitest";
import { openDb } from "../../../src/db/client.ts";
import { decodePolyline } from "../../../src/domain/polyline.ts";
import { encodeChunk } from "../../../src/domain/track/chunk.ts";
import { toBase64url } from "../../../src/platform/base64url.ts";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import type { LedgerJob } from "../../../src/protocol/jobs.ts";
import { type LedgerDeps, recordTrips } from "../../../src/services/ledger.ts";
import { getShipment } from "../../../src/services/shipments.ts";
import { jobDeps, REACHABLE, UNREACHABLE } from "../jobs/job-deps.ts";
import { BEGIN, chunk, letter, line, plannedRound, stopLine, tripLine, written } from "./ledger-place.ts";
import { depsFor, newOffice } from "./people-fixture.ts";
import { newTrip } from "./trip-place.ts";

const OK = { ok: true, value: undefined };
const DAY_MS = 86_400_000;
type Mark = { events: number; chunks: number };

/** Deps whose trips only note what they are told: these tests make up letters that no object has sent. */
function noting(database = REACHABLE) {
  const deps = jobDeps(database);
  const told: (Mark & { tripId: string })[] = [];
  const trip: LedgerDeps["trip"] = (tenantId, tripId) =>
    new Proxy(deps.trip(tenantId, tripId), {
      get: (target, name): unknown =>
        name === "confirm" ? async (mark: Mark) => told.push({ tripId, ...mark }) : Reflect.get(target, name),
    });
  return { ...deps, trip, told };
}

function shipmentLine(seq: number, shipmentId: Awaited<ReturnType<typeof plannedRound>>["shipment"]["id"]) {
  return line(seq, { kind: "shipment", shipmentId, status: "delivered", reason: null });
}

async function wholeRound() {
  const round = await plannedRound();
  const { office, shipment, stopId, trip } = round;
  const events = [
    tripLine(1, "active"),
    stopLine(2, stopId, "arrived"),
    stopLine(3, stopId, "done"),
    shipmentLine(4, shipment.id),
    tripLine(5, "completed"),
  ];
  const chunks = [chunk(1), chunk(2, BEGIN + 120_000, 52.502)];
  return { ...round, events, chunks, all: letter(trip, office, { events, chunks }) };
}

test.each([
  ["in its order", [["cancelled", "plan"]]],
  ["after the plan without it", [["plan"], ["cancelled"]]],
  [
    "twice",
    [
      ["cancelled", "plan"],
      ["cancelled", "plan"],
    ],
  ],
] as const)("what is called off on a trip stays called off, told %s", async (_, letters) => {
  const { office, shipment, trip } = await plannedRound();
  const deps = noting();
  const object = deps.trip(office.tenantId, trip.id);
  const withdrawn = await object.command({ type: "withdraw", shipmentId: shipment.id, reason: null }, "test");
  expect(withdrawn).toMatchObject({ ok: true, value: { stops: [] } });
  const lines = {
    cancelled: line(1, { kind: "shipment", shipmentId: shipment.id, status: "cancelled", reason: null }),
    plan: line(2, { kind: "plan", stopIds: [] }),
  };
  for (const told of letters) {
    const events = told.map((kind) => lines[kind]);
    expect(await recordTrips(deps, [letter(trip, office, { events })])).toEqual([OK]);
  }
  const kept = await getShipment(depsFor(office.admin), shipment.id);
  expect(kept).toMatchObject({ ok: true, value: { status: "cancelled", closedAt: lines.cancelled.happenedAt } });
});

test("what happened on a trip arrives whole: its log, its rows, its track", async () => {
  const { office, trip, all, events } = await wholeRound();
  const deps = noting();
  expect(await recordTrips(deps, [all])).toEqual([OK]);
  expect(deps.told).toEqual([{ tripId: trip.id, events: 5, chunks: 2 }]);
  const rows = await written(office.tenant, trip.id);
  expect(rows).toMatchObject({ events: [1, 2, 3, 4, 5], chunks: [1, 2], dead: 0 });
  expect(rows.trip).toMatchObject({
    status: "completed",
    startedAt: events[0]?.happenedAt,
    finishedAt: events[4]?.happenedAt,
    stopsTotal: 1,
    stopsDone: 1,
    eventSeq: 5,
    chunkSeq: 2,
  });
  expect(rows.stops).toMatchObject([
    { status: "done", arrivedAt: events[1]?.happenedAt, departedAt: events[2]?.happenedAt },
  ]);
  expect(rows.shipments).toMatchObject([{ status: "delivered", closedAt: events[3]?.happenedAt }]);
  expect(rows.trip.distanceM).toBeGreaterThan(380);
  expect(rows.trip.distanceM).toBeLessThan(420);
  const path = decodePolyline(rows.trip.polyline ?? "");
  expect(path.ok && path.value.length).toBeGreaterThanOrEqual(2);
});

test("the same letter twice, alone, beside itself, and cut in pieces out of order, leaves the same rows", async () => {
  const { office, trip, all, events, chunks } = await wholeRound();
  const piece = (content: Partial<LedgerJob>) => letter(trip, office, content);
  const deps = noting();
  await recordTrips(deps, [piece({ events: events.slice(2) })]);
  expect(deps.told.at(-1)).toMatchObject({ events: 0, chunks: 0 });
  const early = await written(office.tenant, trip.id);
  expect(early.trip).toMatchObject({ status: "completed", eventSeq: 0 });
  await recordTrips(deps, [piece({ chunks: chunks.slice(1) }), piece({ events: events.slice(0, 2) })]);
  const late = await written(office.tenant, trip.id);
  expect(late.trip).toMatchObject({ status: "completed", startedAt: events[0]?.happenedAt, eventSeq: 2, chunkSeq: 0 });
  expect(late.stops).toMatchObject([{ status: "done", arrivedAt: events[1]?.happenedAt }]);
  await recordTrips(deps, [all, all]);
  await recordTrips(deps, [all]);
  const rows = await written(office.tenant, trip.id);
  expect(deps.told.at(-1)).toEqual({ tripId: trip.id, events: 5, chunks: 2 });
  expect(rows).toMatchObject({ events: [1, 2, 3, 4, 5], chunks: [1, 2], dead: 0 });
  expect(rows.trip).toMatchObject({ status: "completed", eventSeq: 5, chunkSeq: 2 });
});

test("many trips of two tenants are a handful of statements, each behind its own wall", async () => {
  const [a, b] = [await wholeRound(), await wholeRound()];
  const third = await plannedRound(a.office);
  const names: string[] = [];
  const db = openDb(REACHABLE, ({ name }) => names.push(name));
  const letters = [a.all, b.all, letter(third.trip, a.office, { events: [tripLine(1, "active")] })];
  const deps = { ...noting(), db };
  expect(await recordTrips(deps, letters)).toEqual([OK, OK, OK]);
  expect(names.filter((name) => name === "ledger.write")).toHaveLength(2);
  // The other tenant's trip under this tenant's name is nobody's.
  const stray = letter(b.trip, a.office, { events: [tripLine(6, "active")], chunks: [chunk(3)] });
  expect(await recordTrips(deps, [stray])).toEqual([OK]);
  expect((await written(b.office.tenant, b.trip.id)).events).toEqual([1, 2, 3, 4, 5]);
  expect(deps.events.map(({ event }) => event)).toContain("ledger.orphan");
});

test("a row that Postgres refuses stops nothing but itself", async () => {
  const { office, trip, stopId } = await plannedRound();
  const neighbour = await wholeRound();
  const events = [
    tripLine(1, "active"),
    line(2, { kind: "sos", lat: null, lng: null, note: "no such character: \u0000" }),
    stopLine(3, stopId, "arrived"),
  ];
  const chunks = [chunk(1), chunk(2, BEGIN - 400 * DAY_MS), { ...chunk(3), fixes: "AAAA" }, chunk(4)];
  const deps = noting();
  const letters = [letter(trip, office, { events, chunks }), neighbour.all];
  expect(await recordTrips(deps, letters)).toEqual([OK, OK]);
  expect(deps.told).toContainEqual({ tripId: trip.id, events: 3, chunks: 4 });
  const rows = await written(office.tenant, trip.id);
  expect(rows).toMatchObject({ events: [1, 3], chunks: [1, 4], dead: 3, trip: { status: "active", eventSeq: 3 } });
  expect(rows.stops).toMatchObject([{ status: "arrived" }]);
  const refused = deps.events.flatMap((event) =>
    event.event === "ledger.refused" ? [`${event.of} ${event.seq}`] : [],
  );
  expect(refused.toSorted()).toEqual(["chunk 2", "chunk 3", "event 2"]);
  expect((await written(neighbour.office.tenant, neighbour.trip.id)).events).toEqual([1, 2, 3, 4, 5]);
});

test("a phone's clock that runs backwards is kept in the log and clamped in the rows", async () => {
  const { office, trip, stopId } = await plannedRound();
  const events = [
    line(1, { kind: "trip", status: "active" }, BEGIN),
    line(2, { kind: "stop", stopId, status: "arrived", source: "manual", reason: null }, BEGIN + 5_000),
    line(3, { kind: "stop", stopId, status: "done", source: "manual", reason: null }, BEGIN + 1_000),
    line(4, { kind: "trip", status: "completed" }, BEGIN - 9_000),
  ];
  expect(await recordTrips(noting(), [letter(trip, office, { events })])).toEqual([OK]);
  const rows = await written(office.tenant, trip.id);
  expect(rows).toMatchObject({ events: [1, 2, 3, 4], dead: 0 });
  expect(rows.trip).toMatchObject({ startedAt: BEGIN, finishedAt: BEGIN });
  expect(rows.stops).toMatchObject([{ arrivedAt: BEGIN + 5_000, departedAt: BEGIN + 5_000 }]);
});

test("a chunk whose fixes are all rejected has no box", async () => {
  const { office, trip } = await plannedRound();
  const deps = noting();
  expect(await recordTrips(deps, [letter(trip, office, { chunks: [rejectedChunk()] })])).toEqual([OK]);
  expect(await written(office.tenant, trip.id)).toMatchObject({ chunks: [1], dead: 0 });
});

test("the next trip's start that overtakes the last one's end waits for it", async () => {
  const first = await plannedRound();
  const { office, driver } = first;
  const next = await newTrip(office, driver.driverId);
  const deps = noting();
  const begins = letter(next, office, { events: [tripLine(1, "active")] });
  await recordTrips(deps, [letter(first.trip, office, { events: [tripLine(1, "active")] })]);
  expect(await recordTrips(deps, [begins])).toEqual([{ ok: false, error: { tag: "conflict" } }]);
  const ends = letter(first.trip, office, { events: [tripLine(2, "completed")] });
  expect(await recordTrips(deps, [begins, ends])).toEqual([OK, OK]);
  const rows = await written(office.tenant, next.id);
  expect(rows).toMatchObject({ trip: { status: "active" }, dead: 0 });
});

test("a trip that is over lets go of what it never loaded", async () => {
  const { office, trip, shipment } = await plannedRound();
  await recordTrips(noting(), [letter(trip, office, { events: [tripLine(1, "cancelled")] })]);
  expect(await written(office.tenant, trip.id)).toMatchObject({ trip: { status: "cancelled" }, shipments: [] });
  expect(await getShipment(depsFor(office.admin), shipment.id)).toMatchObject({
    value: { status: "created", tripId: null },
  });
});

test("what a trip has delivered stays delivered, also when the word of its end comes first", async () => {
  const { office, trip, all, events } = await wholeRound();
  const deps = noting();
  await recordTrips(deps, [letter(trip, office, { events: events.slice(4) })]);
  expect((await written(office.tenant, trip.id)).shipments).toMatchObject([{ status: "assigned" }]);
  await recordTrips(deps, [letter(trip, office, { events: events.slice(0, 4) })]);
  await recordTrips(deps, [all]);
  expect((await written(office.tenant, trip.id)).shipments).toMatchObject([{ status: "delivered" }]);
});

test("without the database nothing is confirmed, and each message comes again", async () => {
  const { all } = await wholeRound();
  const deps = noting(UNREACHABLE);
  expect(await recordTrips(deps, [all])).toEqual([{ ok: false, error: { tag: "unavailable" } }]);
  expect(deps.told).toEqual([]);
});

test("a letter of a trip without a row is set aside, and its sender may forget it", async () => {
  const office = await newOffice();
  const { trip } = await plannedRound();
  const ghost = { ...trip, id: newRowId.trip() };
  const deps = noting();
  expect(await recordTrips(deps, [letter(ghost, office, { events: [tripLine(1, "active")] })])).toEqual([OK]);
  expect(deps.told).toEqual([{ tripId: ghost.id, events: 1, chunks: 0 }]);
  expect(deps.events.map(({ event }) => event)).toContain("ledger.refused");
});

function rejectedChunk() {
  const fix = { seq: 1, at: BEGIN, lat: 9e99, lng: 0, accuracyM: null, speedMps: null, headingDeg: null, flags: 0 };
  const judged = { ...fix, receivedAt: BEGIN, fixedAt: BEGIN, verdict: "rejected", reason: "out-of-range" } as const;
  return { seq: 1, startedAt: BEGIN, endedAt: BEGIN, fixes: toBase64url(encodeChunk([judged])) };
}
