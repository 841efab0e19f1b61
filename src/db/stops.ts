import { and, eq, inArray, notInArray, or, sql } from "drizzle-orm";
import { plannedRound } from "../domain/planned-round.ts";
import type { Result } from "../domain/result.ts";
import type { ShipmentId } from "../protocol/ids.ts";
import type { TripBrief } from "../protocol/live/trip-brief.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { expectThat } from "./expectations.ts";
import { ownRows } from "./own-rows.ts";
import { shipments, stopShipments } from "./schema/shipments.ts";
import { stops, trips } from "./schema/trips.ts";

/** A claim this young may belong to a plan that its trip's object is only just being told. */
const CLAIM_SECONDS = 60;

/**
 * Makes a trip's plan in Postgres what its object says: stops in their order, what each one serves, and shipments that
 * the plan let go. `seq` is the object's newest event; fails as "outdated" where a newer plan is in already. What was called
 * off is not free: the ledger's next statement closes it.
 */
export async function savePlan(
  tenant: TenantQueries,
  { trip: brief, seq }: { readonly trip: TripBrief; readonly seq: number },
  calledOff: readonly ShipmentId[] = [],
): Promise<Result<unknown, DbError>> {
  const { tenantId } = tenant;
  const { tripId } = brief;
  const itself = ownRows(trips, tenant, eq(trips.id, tripId));
  const planned = brief.stops.map(({ stopId }) => stopId);
  const loads = brief.stops.flatMap(({ stopId, shipments: list }) =>
    list.map(({ shipmentId, action }) => ({ tenantId, stopId, shipmentId, action })),
  );
  const itsStops = ownRows(stops, tenant, eq(stops.tripId, tripId));
  const gone = and(itsStops, planned.length > 0 ? notInArray(stops.id, planned) : undefined);
  const newest = statements
    .select({ id: trips.id })
    .from(trips)
    .where(and(itself, sql`${trips.planSeq} <= ${seq}`));
  return tenant.batch("stops.save-plan", [
    statements.select({ id: trips.id }).from(trips).where(itself).for("update"),
    expectThat(sql`exists (${newest})`, "outdated"),
    release(tenant, brief, calledOff),
    ...(planned.length > 0 ? [upsertStops(tenant, brief)] : []),
    statements.delete(stops).where(gone),
    statements
      .delete(stopShipments)
      .where(
        and(
          eq(stopShipments.tenantId, tenantId),
          inArray(stopShipments.stopId, statements.select({ id: stops.id }).from(stops).where(itsStops)),
          loads.length > 0
            ? sql`(${stopShipments.stopId}, ${stopShipments.shipmentId}) not in (${pairs(loads)})`
            : undefined,
        ),
      ),
    ...(loads.length > 0 ? [statements.insert(stopShipments).values(loads).onConflictDoNothing()] : []),
    statements
      .update(trips)
      .set({
        planSeq: seq,
        stopsTotal: planned.length,
        stopsDone: sql`least(${trips.stopsDone}, ${planned.length})`,
        ...estimateOf(brief),
      })
      .where(itself),
  ]);
}

/** A trip that has begun keeps what it was measured at first; one that began without stops is measured with the first. */
function estimateOf({ stops: list }: TripBrief) {
  const { plannedM, plannedSeconds } = plannedRound(list);
  const isOpen = sql`${trips.status} = 'planned' or ${trips.plannedSeconds} is null`;
  return {
    plannedM: sql`case when ${isOpen} then ${plannedM}::int else ${trips.plannedM} end`,
    plannedSeconds: sql`case when ${isOpen} then ${plannedSeconds}::int else ${trips.plannedSeconds} end`,
  };
}

function upsertStops({ tenantId }: TenantQueries, { tripId, stops: list }: TripBrief) {
  const rows = list.map(({ stopId, shipments: _, ...stop }, position) => ({
    ...stop,
    tenantId,
    tripId,
    id: stopId,
    position,
  }));
  const excluded = (name: string) => sql.raw(`excluded.${name}`);
  return statements
    .insert(stops)
    .values(rows)
    .onConflictDoUpdate({
      target: [stops.tenantId, stops.id],
      // Not the status: events tell that, each with its time.
      set: {
        position: excluded("position"),
        lat: excluded("lat"),
        lng: excluded("lng"),
        serviceSeconds: excluded("service_seconds"),
        windowStartsAt: excluded("window_starts_at"),
        windowEndsAt: excluded("window_ends_at"),
        version: sql`${stops.version} + 1`,
      },
    });
}

/** What the trip no longer carries is free again, unless it was claimed for it just now. Before the old plan goes. */
function release(tenant: TenantQueries, { tripId, stops: list }: TripBrief, calledOff: readonly ShipmentId[]) {
  const carried = list.flatMap(({ shipments: loads }) => loads.map(({ shipmentId }) => shipmentId));
  const kept = [...carried, ...calledOff];
  const sameStop = and(eq(stopShipments.tenantId, stops.tenantId), eq(stopShipments.stopId, stops.id));
  const wasPlanned = statements
    .select({ id: stopShipments.shipmentId })
    .from(stopShipments)
    .innerJoin(stops, sameStop)
    .where(ownRows(stops, tenant, eq(stops.tripId, tripId)));
  const isOld = sql`${shipments.updatedAt} < now() - make_interval(secs => ${CLAIM_SECONDS})`;
  return statements
    .update(shipments)
    .set({ status: "created", tripId: null, eventSeq: 0, version: sql`${shipments.version} + 1` })
    .where(
      ownRows(
        shipments,
        tenant,
        eq(shipments.tripId, tripId),
        eq(shipments.status, "assigned"),
        kept.length > 0 && notInArray(shipments.id, kept),
        or(inArray(shipments.id, wasPlanned), isOld),
      ),
    );
}

function pairs(loads: readonly { stopId: string; shipmentId: string }[]) {
  return sql.join(
    loads.map(
      ({ stopId, shipmentId }) =>
        sql`(${sql.param(stopId, stopShipments.stopId)}::uuid, ${sql.param(shipmentId, stopShipments.shipmentId)}::uuid)`,
    ),
    sql`, `,
  );
}
