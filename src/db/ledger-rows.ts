import type { TripId } from "../protocol/ids.ts";
import type { TripEvent } from "../protocol/live/trip-event.ts";
import { uuidOf } from "./schema/columns.ts";

/** A sealed run of fixes with what its row says beside the bytes. */
export interface LedgerChunk {
  readonly seq: number;
  readonly driverId: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly count: number;
  readonly bounds: {
    readonly south: number;
    readonly west: number;
    readonly north: number;
    readonly east: number;
  } | null;
  /** Base64 with padding, as Postgres reads it. */
  readonly body: string;
}

/** One row on its way into Postgres: the smallest thing that can be refused. */
export type LedgerItem =
  | { readonly tripId: TripId; readonly of: "event"; readonly seq: number; readonly event: TripEvent }
  | { readonly tripId: TripId; readonly of: "chunk"; readonly seq: number; readonly chunk: LedgerChunk };

const EVENT_COLUMNS = `trip_id uuid, seq int, id uuid, kind text, stop_id uuid, shipment_id uuid, actor text,
  happened_at timestamptz, recorded_at timestamptz, body jsonb`;
const CHUNK_COLUMNS = `trip_id uuid, seq int, driver_id uuid, started_at timestamptz, ended_at timestamptz,
  fix_count int, min_lat float8, min_lng float8, max_lat float8, max_lng float8, body text`;

/** The columns of the two lists as jsonb_to_recordset has to be told them. */
export const RECORDS = { event: EVENT_COLUMNS, chunk: CHUNK_COLUMNS } as const;

/** All events as one parameter: a statement has at most 65,535 of them, and a batch far more values. */
export function eventRecords(items: readonly LedgerItem[]): string {
  return JSON.stringify(items.flatMap((item) => (item.of === "event" ? [eventRecord(item.tripId, item.event)] : [])));
}

/** Deliveries that name their proof: few or none of a batch. */
export function namedProofRecords(items: readonly LedgerItem[]): object[] {
  return items.flatMap((item) => {
    if (item.of !== "event") return [];
    const { tripId, seq, event } = item;
    const { body } = event;
    if (body.kind !== "shipment" || body.proofId === undefined) return [];
    const { shipmentId, proofId } = body;
    return {
      trip_id: uuidOf("trip", tripId),
      shipment_id: uuidOf("shp", shipmentId),
      seq,
      proof_id: uuidOf("prf", proofId),
    };
  });
}

export function chunkRecords(items: readonly LedgerItem[]): string {
  return JSON.stringify(items.flatMap((item) => (item.of === "chunk" ? [chunkRecord(item.tripId, item.chunk)] : [])));
}

function eventRecord(tripId: TripId, { seq, id, actor, happenedAt, recordedAt, body }: TripEvent) {
  return {
    trip_id: uuidOf("trip", tripId),
    seq,
    id: uuidOf("evt", id),
    kind: body.kind,
    stop_id: body.kind === "stop" ? uuidOf("stp", body.stopId) : null,
    shipment_id: body.kind === "shipment" ? uuidOf("shp", body.shipmentId) : null,
    actor,
    happened_at: new Date(happenedAt).toISOString(),
    recorded_at: new Date(recordedAt).toISOString(),
    body,
  };
}

function chunkRecord(tripId: TripId, { seq, driverId, startedAt, endedAt, count, bounds, body }: LedgerChunk) {
  return {
    trip_id: uuidOf("trip", tripId),
    seq,
    driver_id: uuidOf("drv", driverId),
    started_at: new Date(startedAt).toISOString(),
    ended_at: new Date(endedAt).toISOString(),
    fix_count: count,
    min_lat: bounds?.south ?? null,
    min_lng: bounds?.west ?? null,
    max_lat: bounds?.north ?? null,
    max_lng: bounds?.east ?? null,
    body,
  };
}
