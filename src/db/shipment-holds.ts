import { and, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { ShipmentId, TripId } from "../protocol/ids.ts";
import { ACTOR, statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { shipments } from "./schema/shipments.ts";

const { id, version, assignedBy, tripId, status } = shipments;

export interface Hold {
  readonly version: number;
  readonly assignedBy: string | null;
  readonly tripId: TripId | null;
}

/** Whoever comes first with what everybody read goes on; false for all others. */
export async function reserveShipment(
  tenant: TenantQueries,
  which: { readonly id: ShipmentId; readonly version: number },
): Promise<Result<boolean, DbError>> {
  const reserved = await tenant.run(
    "shipments.reserve",
    statements
      .update(shipments)
      .set({ assignedBy: ACTOR, version: sql`${version} + 1` })
      .where(ownRows(shipments, tenant, eq(id, which.id), eq(version, which.version)))
      .returning({ id }),
  );
  return reserved.ok ? ok(reserved.value.length > 0) : reserved;
}

/** Gives a shipment to a trip, from nowhere or from the one that has let it go. False when another trip has it. */
export async function takeShipment(
  tenant: TenantQueries,
  move: { readonly id: ShipmentId; readonly from: TripId | null; readonly to: TripId },
): Promise<Result<boolean, DbError>> {
  const isFree = and(eq(status, "created"), isNull(tripId));
  const isLetGo = move.from && and(inArray(status, ["assigned", "out_for_delivery"]), eq(tripId, move.from));
  const taken = await tenant.run(
    "shipments.take",
    statements
      .update(shipments)
      .set({ status: "assigned", tripId: move.to, assignedBy: ACTOR, eventSeq: 0, version: sql`${version} + 1` })
      .where(ownRows(shipments, tenant, eq(id, move.id), or(isFree, isLetGo || undefined)))
      .returning({ id }),
  );
  return taken.ok ? ok(taken.value.length > 0) : taken;
}

/** Lets those wait for a trip again that are that trip's and were not picked up. */
export async function freeShipments(
  tenant: TenantQueries,
  which: { readonly ids: readonly ShipmentId[]; readonly tripId: TripId },
): Promise<Result<unknown, DbError>> {
  if (which.ids.length === 0) return ok([]);
  return tenant.run(
    "shipments.free",
    statements
      .update(shipments)
      .set({ status: "created", tripId: null, assignedBy: null, eventSeq: 0, version: sql`${version} + 1` })
      .where(ownRows(shipments, tenant, inArray(id, [...which.ids]), eq(tripId, which.tripId), eq(status, "assigned"))),
  );
}

export async function findHold(
  tenant: TenantQueries,
  shipmentId: ShipmentId,
): Promise<Result<Hold | undefined, DbError>> {
  const query = statements
    .select({ version, assignedBy, tripId })
    .from(shipments)
    .where(ownRows(shipments, tenant, eq(id, shipmentId)));
  const found = await tenant.run("shipments.hold", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}
