import { type SQL, sql } from "drizzle-orm";
import { statements } from "./client.ts";
import { RECORDS } from "./ledger-rows.ts";

// Each statement takes the same list of events and brings one table's rows up to it. `distinct on` is the newest event of
// a row within the list; the row's own event_seq is what keeps an overtaken list from taking it back. Times are clamped,
// because a phone's clock may put a departure before its arrival and one odd minute must not stop a trip's ledger.

function eventsOf(events: string): SQL {
  return sql`jsonb_to_recordset(${events}::text::jsonb) as e (${sql.raw(RECORDS.event)})`;
}

export function moveTrips(tenantUuid: string, events: string, which: "ended" | "running") {
  const ended = sql`n.status in ('completed', 'cancelled')`;
  return statements.execute(sql`
    with n as (
      select distinct on (e.trip_id) e.trip_id, e.seq, e.happened_at, e.body ->> 'status' as status,
        min(e.happened_at) filter (where e.body ->> 'status' = 'active') over (partition by e.trip_id) as began_at
      from ${eventsOf(events)} where e.kind = 'trip' order by e.trip_id, e.seq desc
    )
    update trips t set
      status = case when n.seq > t.status_seq then n.status else t.status end,
      status_seq = greatest(t.status_seq, n.seq),
      started_at = coalesce(least(t.started_at, n.began_at), t.started_at, n.began_at),
      finished_at = case when n.seq > t.status_seq and ${ended}
        then greatest(n.happened_at, t.started_at, n.began_at) else t.finished_at end,
      version = t.version + 1
    from n
    where t.tenant_id = ${tenantUuid}::uuid and t.id = n.trip_id and ${which === "ended" ? ended : sql`not ${ended}`}
      and (n.seq > t.status_seq or n.began_at < t.started_at or t.started_at is null)`);
}

export function moveStops(tenantUuid: string, events: string) {
  const isOver = sql`n.status in ('done', 'failed', 'skipped')`;
  return statements.execute(sql`
    with n as (
      select distinct on (e.stop_id) e.trip_id, e.stop_id, e.seq, e.happened_at, e.body ->> 'status' as status,
        max(e.happened_at) filter (where e.body ->> 'status' = 'arrived') over (partition by e.stop_id) as arrived_at
      from ${eventsOf(events)} where e.kind = 'stop' order by e.stop_id, e.seq desc
    ), moved as (
      update stops s set
        status = case when n.seq > s.event_seq then n.status else s.status end,
        event_seq = greatest(s.event_seq, n.seq),
        arrived_at = case when n.seq > s.event_seq then coalesce(n.arrived_at, s.arrived_at)
          else coalesce(s.arrived_at, least(n.arrived_at, s.departed_at)) end,
        departed_at = case when n.seq < s.event_seq then s.departed_at
          when ${isOver} then greatest(n.happened_at, coalesce(n.arrived_at, s.arrived_at)) end,
        version = s.version + 1
      from n
      where s.tenant_id = ${tenantUuid}::uuid and s.id = n.stop_id and s.trip_id = n.trip_id and n.seq <> s.event_seq
      returning s.trip_id
    )
    select count(*) from moved`);
}

/**
 * Only of the trip that carries it now: what an earlier trip says late is history. Each failure is one attempt more. What was
 * called off on a trip may be free by now, because the plan without it was told first; and no trip may take it any more.
 */
export function moveShipments(tenantUuid: string, events: string) {
  return statements.execute(sql`
    with n as (
      select distinct on (e.shipment_id, e.trip_id)
        e.trip_id, e.shipment_id, e.seq, e.happened_at, e.body ->> 'status' as status,
        array_agg(e.seq) filter (where e.body ->> 'status' = 'failed')
          over (partition by e.shipment_id, e.trip_id) as failed_at
      from ${eventsOf(events)} where e.kind = 'shipment' order by e.shipment_id, e.trip_id, e.seq desc
    )
    update shipments s set
      status = n.status,
      event_seq = n.seq,
      failed_attempts = s.failed_attempts + (select count(*)::int from unnest(n.failed_at) f where f > s.event_seq),
      closed_at = case when n.status in ('delivered', 'returned', 'cancelled') then n.happened_at end,
      version = s.version + 1
    from n
    where s.tenant_id = ${tenantUuid}::uuid and s.id = n.shipment_id and n.seq > s.event_seq and (s.trip_id = n.trip_id
      or (s.trip_id is null and s.status = 'created' and n.status = 'cancelled'))`);
}

/** After the statuses: a delivery waits for the proof that it named, unless that one is here already. */
export function awaitProofs(tenantUuid: string, named: readonly object[]) {
  return statements.execute(sql`
    update shipments s set proof_awaited = n.proof_id
    from jsonb_to_recordset(${JSON.stringify(named)}::text::jsonb)
      as n (trip_id uuid, shipment_id uuid, seq int, proof_id uuid)
    where s.tenant_id = ${tenantUuid}::uuid and s.id = n.shipment_id and s.trip_id = n.trip_id and s.event_seq = n.seq
      and s.status = 'delivered' and s.proof_awaited is distinct from n.proof_id
      and not exists (
        select from proofs p
        where p.tenant_id = s.tenant_id and p.shipment_id = s.id and p.completed_at is not null
          and (p.id = n.proof_id or p.source = 'staff'))`);
}

/** Each trip counts its stops. */
export function countStops(tenantUuid: string, events: string) {
  return statements.execute(sql`
    with touched as (
      select t.tenant_id, t.id from trips t
      where t.tenant_id = ${tenantUuid}::uuid
        and t.id in (select e.trip_id from ${eventsOf(events)} where e.kind in ('trip', 'stop', 'shipment'))
    )
    update trips t set stops_total = c.total, stops_done = c.done
    from (
      select s.trip_id, count(*) as total, count(*) filter (where s.status in ('done', 'failed', 'skipped')) as done
      from stops s join touched on s.tenant_id = touched.tenant_id and s.trip_id = touched.id
      group by s.trip_id
    ) c
    where t.tenant_id = ${tenantUuid}::uuid and t.id = c.trip_id
      and (t.stops_total, t.stops_done) is distinct from (c.total::int, c.done::int)`);
}
