import { and, asc, eq, exists, gte, inArray, or, sql } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { TripId } from "../protocol/ids.ts";
import type { TripStatus } from "../protocol/trip.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { chunkRecords, eventRecords, type LedgerItem, namedProofRecords, RECORDS } from "./ledger-rows.ts";
import { awaitProofs, countStops, moveShipments, moveStops, moveTrips } from "./ledger-states.ts";
import { ownRows } from "./own-rows.ts";
import { uuidOf } from "./schema/columns.ts";
import { shipments } from "./schema/shipments.ts";
import { trips } from "./schema/trips.ts";

/** Up to where a trip's row has everything, and what the row says by now. */
export interface LedgerProgress {
  readonly tripId: TripId;
  readonly events: number;
  readonly chunks: number;
  readonly status: TripStatus;
}

export interface SeenItem {
  readonly tripId: TripId;
  readonly of: "event" | "chunk";
  readonly seq: number;
}

/**
 * Writes what happened on many trips of a tenant, and brings their rows up to it, in one transaction of few statements.
 * Doing it twice does nothing; a message that was overtaken adds its lines and takes back no row.
 */
export async function writeLedger(
  tenant: TenantQueries,
  items: readonly LedgerItem[],
): Promise<Result<unknown, DbError>> {
  const tenantUuid = uuidOf("tnt", tenant.tenantId);
  const events = eventRecords(items);
  const named = namedProofRecords(items);
  return tenant.batch("ledger.write", [
    // Two consumers with the same trip take turns; each statement after this one sees what the first has committed.
    statements
      .select({ id: trips.id })
      .from(trips)
      .where(ownRows(trips, tenant, inArray(trips.id, tripsOf(items))))
      .orderBy(asc(trips.id))
      .for("update"),
    statements.execute(sql`
      insert into events (tenant_id, trip_id, seq, id, kind, stop_id, shipment_id, actor, happened_at, recorded_at, body)
      select ${tenantUuid}::uuid, e.* from jsonb_to_recordset(${events}::text::jsonb) as e (${sql.raw(RECORDS.event)})
      on conflict do nothing`),
    statements.execute(sql`
      insert into track_chunks (tenant_id, trip_id, seq, driver_id, started_at, ended_at, fix_count,
        min_lat, min_lng, max_lat, max_lng, body)
      select ${tenantUuid}::uuid, c.trip_id, c.seq, c.driver_id, c.started_at, c.ended_at, c.fix_count,
        c.min_lat, c.min_lng, c.max_lat, c.max_lng, decode(c.body, 'base64')
      from jsonb_to_recordset(${chunkRecords(items)}::text::jsonb) as c (${sql.raw(RECORDS.chunk)})
      on conflict do nothing`),
    // What ends goes first: the driver's next trip may begin in the same batch, and only one may be open.
    moveTrips(tenantUuid, events, "ended"),
    moveTrips(tenantUuid, events, "running"),
    moveStops(tenantUuid, events),
    moveShipments(tenantUuid, events),
    ...(named.length > 0 ? [awaitProofs(tenantUuid, named)] : []),
    countStops(tenantUuid, events),
  ]);
}

/**
 * Moves each trip's mark over what has no gap before it, and tells the marks. Rows that Postgres refused for ever count as
 * seen. A trip without a row is not in the answer.
 */
export async function advanceLedger(
  tenant: TenantQueries,
  seen: readonly SeenItem[],
): Promise<Result<LedgerProgress[], DbError>> {
  const rows = seen.map(({ tripId, of, seq }) => ({ trip_id: uuidOf("trip", tripId), kind: of, seq }));
  const reached = (kind: "event" | "chunk", mark: typeof trips.eventSeq | typeof trips.chunkSeq) => sql`coalesce((
    select max(run.seq) from (
      select s.seq, s.seq - row_number() over (order by s.seq) as before
      from (
        select distinct seq from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
          as s (trip_id uuid, kind text, seq int)
        where s.trip_id = ${trips.id} and s.kind = ${kind} and s.seq > ${mark}
      ) s
    ) run
    where run.before = ${mark}), ${mark})`;
  const moved = await tenant.batch("ledger.advance", [
    statements
      .update(trips)
      .set({ eventSeq: reached("event", trips.eventSeq), chunkSeq: reached("chunk", trips.chunkSeq) })
      .where(ownRows(trips, tenant, inArray(trips.id, tripsOf(seen))))
      .returning({ tripId: trips.id, events: trips.eventSeq, chunks: trips.chunkSeq, status: trips.status }),
    letGo(tenant, tripsOf(seen)),
  ]);
  return moved.ok ? ok(moved.value[0]) : moved;
}

/**
 * A trip lets go of what it put back, and once it is over of what it never loaded, so that another can take it. Only when
 * everything up to there is here: what it delivered may be told in a letter that the one about its end has overtaken.
 */
function letGo(tenant: TenantQueries, tripIds: readonly TripId[]) {
  const putBack = and(eq(shipments.status, "created"), gte(trips.eventSeq, shipments.eventSeq));
  const neverLoaded = and(
    eq(shipments.status, "assigned"),
    inArray(trips.status, ["completed", "cancelled"]),
    gte(trips.eventSeq, trips.statusSeq),
  );
  const carrier = statements
    .select({ id: trips.id })
    .from(trips)
    .where(ownRows(trips, tenant, eq(trips.id, shipments.tripId), or(putBack, neverLoaded)));
  return statements
    .update(shipments)
    .set({ status: "created", tripId: null, assignedBy: null, eventSeq: 0, version: sql`${shipments.version} + 1` })
    .where(ownRows(shipments, tenant, inArray(shipments.tripId, [...tripIds]), exists(carrier)));
}

function tripsOf(items: readonly { readonly tripId: TripId }[]): TripId[] {
  return [...new Set(items.map(({ tripId }) => tripId))];
}
