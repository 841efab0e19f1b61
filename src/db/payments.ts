import { and, eq, inArray, lt, sql } from "drizzle-orm";
import { err, ok, type Result } from "../domain/result.ts";
import { TAKEN } from "../domain/payment/payment-state.ts";
import type { PaymentId, ShipmentId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { expectThat, failedBy } from "./expectations.ts";
import { ownRows } from "./own-rows.ts";
import { payments } from "./schema/payments.ts";
import { shipments } from "./schema/shipments.ts";
import { trips } from "./schema/trips.ts";

export type PaymentRow = typeof payments.$inferSelect;
type NewPaymentRow = Omit<typeof payments.$inferInsert, "tenantId">;

function selectSubject() {
  const { tenantId, id: shipmentId, regionId, storeCode, status, tripId, cashDueMinor, currency } = shipments;
  return statements
    .select({
      tenantId,
      shipmentId,
      regionId,
      storeCode,
      status,
      tripId,
      cashDueMinor,
      currency,
      driverId: trips.driverId,
    })
    .from(shipments)
    .leftJoin(trips, and(eq(trips.tenantId, tenantId), eq(trips.id, tripId)));
}

/** A shipment as its money needs it: whose it is, whose trip it is on or was on last, and what is due. */
export type PaymentSubject = Awaited<ReturnType<typeof selectSubject>>[number];

export async function findPaymentSubject(
  tenant: TenantQueries,
  shipmentId: ShipmentId,
): Promise<Result<PaymentSubject | undefined, DbError>> {
  const query = selectSubject().where(ownRows(shipments, tenant, eq(shipments.id, shipmentId)));
  const found = await tenant.run("payments.subject", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}

export async function findPayment(
  tenant: TenantQueries,
  paymentId: PaymentId,
): Promise<Result<PaymentRow | undefined, DbError>> {
  const query = statements
    .select()
    .from(payments)
    .where(ownRows(payments, tenant, eq(payments.id, paymentId)));
  const found = await tenant.run("payments.find", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}

/**
 * Once, and never more than is due: two at the same moment wait for each other at the shipment's row. `taken` where it
 * would be more.
 */
export async function addPayment(
  tenant: TenantQueries,
  row: NewPaymentRow,
): Promise<Result<unknown, DbError | { readonly tag: "taken" }>> {
  const { tenantId } = tenant;
  const itsShipment = ownRows(shipments, tenant, eq(shipments.id, row.shipmentId));
  const others = sql`select coalesce(sum(${payments.amountMinor}), 0) from ${payments} where ${ownRows(
    payments,
    tenant,
    eq(payments.shipmentId, row.shipmentId),
    inArray(payments.status, [...TAKEN]),
    sql`${payments.id} <> ${sql.param(row.id, payments.id)}::uuid`,
  )}`;
  const fits = sql`exists (select 1 from ${shipments} where ${itsShipment}
    and ${shipments.currency} = ${row.currency} and ${shipments.cashDueMinor} >= ${row.amountMinor}::bigint + (${others}))`;
  const added = await tenant.batch("payments.add", [
    statements.select({ id: shipments.id }).from(shipments).where(itsShipment).for("update"),
    expectThat(fits, "taken"),
    statements
      .insert(payments)
      .values({ ...row, tenantId })
      .onConflictDoNothing(),
  ]);
  if (added.ok) return added;
  return err(failedBy(added.error, "taken") ? { tag: "taken" } : added.error);
}

type PaymentChange = Partial<Omit<NewPaymentRow, "id" | "shipmentId" | "version">>;

/** Only as long as nobody has changed it since it was read; else version-conflict. */
export async function changePayment(
  tenant: TenantQueries,
  { id, version }: Pick<PaymentRow, "id" | "version">,
  change: PaymentChange,
): Promise<Result<PaymentRow | undefined, DbError>> {
  const update = statements
    .update(payments)
    .set({ ...change, version: version + 1 })
    .where(ownRows(payments, tenant, eq(payments.id, id), eq(payments.version, version)))
    .returning();
  const changed = await tenant.run("payments.change", update);
  return changed.ok ? ok(changed.value[0]) : changed;
}

/** Those that nobody has asked the provider about since then, each for whoever takes it first. */
export async function takeUnasked(
  tenant: TenantQueries,
  { before, now, limit }: { readonly before: number; readonly now: number; readonly limit: number },
): Promise<Result<PaymentId[], DbError>> {
  const quiet = statements
    .select({ id: payments.id })
    .from(payments)
    .where(ownRows(payments, tenant, eq(payments.status, "pending"), lt(payments.askedAt, before)))
    .orderBy(payments.askedAt)
    .limit(limit)
    .for("update", { skipLocked: true });
  const change = statements
    .update(payments)
    .set({ askedAt: now })
    .where(ownRows(payments, tenant, inArray(payments.id, quiet)))
    .returning({ id: payments.id });
  const taken = await tenant.run("payments.unasked", change);
  return taken.ok ? ok(taken.value.map(({ id }) => id)) : taken;
}
