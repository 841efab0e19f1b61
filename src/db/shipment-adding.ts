import { and, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import { ShipmentId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { idOf, uuidOf } from "./schema/columns.ts";
import { shipments } from "./schema/shipments.ts";
import { insertNotes, type ShipmentNote } from "./shipment-writes.ts";
import { selectShipments, type ShipmentRow } from "./shipments.ts";

export interface AddedShipment {
  readonly row: Omit<typeof shipments.$inferInsert, "tenantId">;
  readonly note: ShipmentNote;
}

/** Adds those whose store has none of that reference yet, with the first line of their log, and answers which ones. */
export async function addShipments(
  tenant: TenantQueries,
  added: readonly AddedShipment[],
): Promise<Result<ReadonlySet<ShipmentId>, DbError>> {
  if (added.length === 0) return ok(new Set());
  const { tenantId } = tenant;
  const insert = statements
    .insert(shipments)
    .values(added.map(({ row }) => ({ ...row, tenantId })))
    .onConflictDoNothing({ target: [shipments.tenantId, shipments.storeCode, shipments.reference] })
    .returning({ id: shipments.id });
  const query = statements.execute<{ id: string }>(sql`
    with added as (${insert.getSQL()}), noted as (${insertNotes(uuidOf("tnt", tenantId), added, "added")})
    select id from added`);
  const done = await tenant.run("shipments.add", query);
  return done.ok ? ok(new Set(done.value.rows.map(({ id }) => ShipmentId.parse(idOf("shp", id))))) : done;
}

/** In no order. */
export async function findByReferences(
  tenant: TenantQueries,
  orders: readonly Pick<AddedShipment["row"], "storeCode" | "reference">[],
): Promise<Result<ShipmentRow[], DbError>> {
  if (orders.length === 0) return ok([]);
  const byStore = Map.groupBy(orders, ({ storeCode }) => storeCode ?? null);
  const ofStores = [...byStore].map(([storeCode, theirs]) =>
    and(
      storeCode === null ? isNull(shipments.storeCode) : eq(shipments.storeCode, storeCode),
      inArray(
        shipments.reference,
        theirs.map(({ reference }) => reference),
      ),
    ),
  );
  const query = selectShipments().where(ownRows(shipments, tenant, or(...ofStores)));
  return tenant.run("shipments.find-references", query, { read: "primary" });
}
