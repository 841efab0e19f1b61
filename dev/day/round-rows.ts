import { plannedRound } from "../../src/domain/planned-round.ts";
import type { TripEventBody } from "../../src/protocol/live/trip-event.ts";
import { ShipmentId, StopId } from "../../src/protocol/ids.ts";
import { wireId } from "../tenant-rows.ts";
import type { DayDesk, Row } from "./day-desk.ts";
import { type DayShipment, lastOf, type Round, type Step, type Teller } from "./plan-day.ts";
import { timesOf } from "./shipment-rows.ts";

const SERVICE_SECONDS = 90;

export interface RoundRows {
  readonly trip: Row;
  readonly stops: readonly Row[];
  readonly loads: readonly Row[];
  /** The trip's log, without a gap. */
  readonly events: readonly Row[];
  /** By shipment: the number of the event that its status stands for. */
  readonly seqOf: ReadonlyMap<number, number>;
}

interface Line {
  readonly at: number;
  readonly by: Teller;
  readonly shipment?: number;
  readonly stop?: number;
  readonly body: TripEventBody;
}

/** A trip, its doors and its log, as the ledger would have written them. */
export function roundRows(desk: DayDesk, round: Round, nextEvent: () => string): RoundRows {
  const { uuid } = desk;
  const lines = round.startedAt === null ? [] : logOf(desk, round, round.startedAt);
  const seqOf = new Map<number, number>();
  const events = lines.map((line, index): Row => {
    const seq = index + 1;
    if (line.shipment !== undefined) seqOf.set(line.shipment, seq);
    return {
      trip_id: uuid("trip", round.driver),
      seq,
      id: nextEvent(),
      kind: line.body.kind,
      stop_id: line.stop === undefined ? null : uuid("stp", line.stop),
      shipment_id: line.shipment === undefined ? null : uuid("shp", line.shipment),
      actor: desk.actorOf(line.by, round.driver),
      ...timesOf(desk, line),
      body: line.body,
    };
  });
  const loads = round.shipments.map(({ number }) => ({
    stop_id: uuid("stp", number),
    shipment_id: uuid("shp", number),
    action: "dropoff",
  }));
  const endedAt = lines.at(-1)?.at ?? null;
  return { trip: tripRow(desk, round, events.length, endedAt), stops: stopRows(desk, round), loads, events, seqOf };
}

function tripRow({ uuid, at }: DayDesk, round: Round, eventSeq: number, endedAt: number | null): Row {
  const { driver, startedAt, plannedStartAt, shipments } = round;
  const doors = shipments.map(({ door }) => ({ ...door, serviceSeconds: SERVICE_SECONDS }));
  const { plannedM, plannedSeconds } = plannedRound(doors);
  return {
    id: uuid("trip", driver),
    region_id: uuid("reg"),
    driver_id: uuid("drv", driver),
    vehicle_id: uuid("veh", driver),
    status: startedAt === null ? "planned" : "completed",
    planned_start_at: at(plannedStartAt),
    started_at: startedAt === null ? null : at(startedAt),
    finished_at: endedAt === null ? null : at(endedAt),
    stops_total: shipments.length,
    stops_done: startedAt === null ? 0 : shipments.length,
    planned_m: plannedM,
    planned_seconds: plannedSeconds,
    event_seq: eventSeq,
    chunk_seq: 0,
    status_seq: eventSeq,
    plan_seq: 0,
    version: 1,
    created_at: at(plannedStartAt - 60 * 60_000),
    updated_at: at(endedAt ?? plannedStartAt - 60 * 60_000),
  };
}

function stopRows({ uuid, at, halfWindowMs }: DayDesk, { driver, startedAt, shipments }: Round): Row[] {
  return shipments.map((shipment, position) => {
    const { number, door, dueAt } = shipment;
    const [arrived, left] = [stepOf(shipment, "arrived"), doorStep(shipment)];
    return {
      id: uuid("stp", number),
      trip_id: uuid("trip", driver),
      position,
      status: startedAt === null ? "pending" : stopStatus(left),
      lat: door.lat,
      lng: door.lng,
      window_starts_at: dueAt === null ? null : at(dueAt - halfWindowMs),
      window_ends_at: dueAt === null ? null : at(dueAt + halfWindowMs),
      service_seconds: SERVICE_SECONDS,
      arrived_at: arrived && left ? at(arrived.at) : null,
      departed_at: arrived && left ? at(left.at) : null,
      event_seq: 0,
      version: 1,
      created_at: at(shipment.story[0].at),
      updated_at: at((left ?? lastOf(shipment)).at),
    };
  });
}

/** How the visit ended; nothing before the trip. */
function doorStep({ story }: DayShipment): Step | undefined {
  return story.find(({ status, onTrip }) => onTrip && (status === "delivered" || status === "failed"));
}

function stepOf({ story }: DayShipment, wanted: Step["status"]): Step | undefined {
  return story.find(({ status }) => status === wanted);
}

function stopStatus(step: Step | undefined): "done" | "failed" {
  return step?.status === "delivered" ? "done" : "failed";
}

/** Everything of the round in the order in which it happened; of one moment, the stop before what it serves. */
function logOf(desk: DayDesk, { shipments }: Round, startedAt: number): Line[] {
  const lines = shipments.flatMap((shipment) => shipment.story.flatMap((step) => linesOf(desk, shipment, step)));
  const sorted = lines.toSorted((a, b) => a.at - b.at);
  const endedAt = Math.max(...sorted.map(({ at }) => at)) + 1;
  return [
    { at: startedAt, by: "driver", body: { kind: "trip", status: "active" } },
    ...sorted,
    { at: endedAt, by: "driver", body: { kind: "trip", status: "completed" } },
  ];
}

function linesOf({ uuid }: DayDesk, shipment: DayShipment, step: Step): Line[] {
  const { number } = shipment;
  const { status, reason, at, by, onTrip } = step;
  if (!onTrip) return [];
  const shipmentId = ShipmentId.parse(wireId("shp", uuid("shp", number)));
  const own: Line = { at, by, shipment: number, body: { kind: "shipment", shipmentId, status, reason } };
  const visit = status === "arrived" ? "arrived" : step === doorStep(shipment) ? stopStatus(step) : null;
  if (visit === null) return [own];
  const stopId = StopId.parse(wireId("stp", uuid("stp", number)));
  const source = by === "system" ? ("automatic" as const) : ("manual" as const);
  return [{ at, by, stop: number, body: { kind: "stop", stopId, status: visit, source, reason } }, own];
}
