import {
  and,
  desc,
  eq,
  exists,
  inArray,
  isNotNull,
  isNull,
  lt,
  notExists,
  notInArray,
  type SQL,
  sql,
} from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { ProofId, ShipmentId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { payments } from "./schema/payments.ts";
import { proofs } from "./schema/proofs.ts";
import { shipments, stopShipments } from "./schema/shipments.ts";
import { tenants } from "./schema/tenants.ts";
import { stops, trips } from "./schema/trips.ts";
import { uploads } from "./schema/uploads.ts";

export type ProofRow = typeof proofs.$inferSelect;
type NewProofRow = Omit<typeof proofs.$inferInsert, "tenantId">;
type NewPaymentRow = Omit<typeof payments.$inferInsert, "tenantId">;
type NewUpload = Omit<typeof uploads.$inferInsert, "tenantId">;

/** Whoever tries more is guessing; the desk can still enter the proof by hand. */
const PIN_TRIES_MAX = 5;
/** Three visits and their second tries. */
const PROOFS_SHOWN = 20;

function selectSubject() {
  const { tenantId, id: shipmentId, regionId, storeCode, status, tripId } = shipments;
  const { proofRequired, pinHash, cashDueMinor, currency } = shipments;
  const served = and(eq(stopShipments.tenantId, tenantId), eq(stopShipments.shipmentId, shipmentId));
  const there = and(eq(stops.tenantId, tenantId), eq(stops.id, stopShipments.stopId), eq(stops.tripId, tripId));
  return statements
    .select({
      tenantId,
      shipmentId,
      regionId,
      storeCode,
      status,
      tripId,
      proofRequired,
      pinHash,
      cashDueMinor,
      currency,
      driverId: trips.driverId,
      settings: tenants.settings,
      stopId: stops.id,
      lat: sql<number | null>`coalesce(${stops.lat}, ${shipments.lat})`,
      lng: sql<number | null>`coalesce(${stops.lng}, ${shipments.lng})`,
    })
    .from(shipments)
    .innerJoin(tenants, eq(tenants.id, tenantId))
    .leftJoin(trips, and(eq(trips.tenantId, tenantId), eq(trips.id, tripId)))
    .leftJoin(stopShipments, served)
    .leftJoin(stops, there);
}

/** A shipment as its proof needs it: whose it is, whose trip it is on or was on last, and where its door is. */
export type ProofSubject = Awaited<ReturnType<typeof selectSubject>>[number];

export async function findProofSubject(
  tenant: TenantQueries,
  shipmentId: ShipmentId,
): Promise<Result<ProofSubject | undefined, DbError>> {
  // Where it is picked up and dropped off on one trip, the door is the later one.
  const query = selectSubject()
    .where(ownRows(shipments, tenant, eq(shipments.id, shipmentId)))
    .orderBy(sql`${stops.position} desc nulls last`)
    .limit(1);
  const found = await tenant.run("proofs.subject", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}

export async function findProof(
  tenant: TenantQueries,
  proofId: ProofId,
): Promise<Result<ProofRow | undefined, DbError>> {
  const query = statements
    .select()
    .from(proofs)
    .where(ownRows(proofs, tenant, eq(proofs.id, proofId)));
  const found = await tenant.run("proofs.find", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}

/** Newest first. */
export async function listProofs(tenant: TenantQueries, shipmentId: ShipmentId): Promise<Result<ProofRow[], DbError>> {
  const query = statements
    .select()
    .from(proofs)
    .where(ownRows(proofs, tenant, eq(proofs.shipmentId, shipmentId)))
    .orderBy(desc(proofs.recordedAt), desc(proofs.id))
    .limit(PROOFS_SHOWN);
  return tenant.run("proofs.list", query, { read: "primary" });
}

/** Counts a try before it is known whether it fits, so that a hundred at once are five too. Undefined when all are used up. */
export async function takePinTry(
  tenant: TenantQueries,
  shipmentId: ShipmentId,
): Promise<Result<{ pinHash: Uint8Array | null } | undefined, DbError>> {
  const change = statements
    .update(shipments)
    .set({ pinTries: sql`${shipments.pinTries} + 1` })
    .where(ownRows(shipments, tenant, eq(shipments.id, shipmentId), lt(shipments.pinTries, PIN_TRIES_MAX)))
    .returning({ pinHash: shipments.pinHash });
  const taken = await tenant.run("proofs.pin-try", change);
  return taken.ok ? ok(taken.value[0]) : taken;
}

/** All of a proof or nothing, with the cash that it tells of; the second copy of one does nothing. */
export async function addProof(
  tenant: TenantQueries,
  { cash, ...row }: NewProofRow & { readonly cash?: NewPaymentRow | null },
  files: readonly NewUpload[],
): Promise<Result<unknown, DbError>> {
  const { tenantId } = tenant;
  const its = files.map((file) => ({ ...file, tenantId }));
  return tenant.batch("proofs.add", [
    statements
      .insert(proofs)
      .values({ ...row, tenantId })
      .onConflictDoNothing(),
    ...(its.length > 0 ? [statements.insert(uploads).values(its).onConflictDoNothing()] : []),
    // Cash that is counted already, by the driver or by a proof before, is not counted again.
    ...(cash
      ? [
          statements
            .insert(payments)
            .values({ ...cash, tenantId })
            .onConflictDoNothing(),
        ]
      : []),
    ...(row.pinMatched ? [forgetPinTries(tenant, row.shipmentId)] : []),
    completeProof(tenant, row.id, row.recordedAt),
  ]);
}

function forgetPinTries(tenant: TenantQueries, shipmentId: ShipmentId) {
  return statements
    .update(shipments)
    .set({ pinTries: 0 })
    .where(ownRows(shipments, tenant, eq(shipments.id, shipmentId)));
}

/** A statement of a batch: two files that come at once take turns, or neither would see the other. */
export function holdProof(tenant: TenantQueries, proofId: ProofId) {
  return statements
    .select({ id: proofs.id })
    .from(proofs)
    .where(ownRows(proofs, tenant, eq(proofs.id, proofId)))
    .for("no key update");
}

/** A statement of a batch: the proof is complete as soon as nothing is missing and each file has arrived and is not refused. */
export function completeProof(tenant: TenantQueries, proofId: ProofId, now: number) {
  const awaited = itsFiles(notInArray(uploads.status, ["stored", "checked"]));
  return statements
    .update(proofs)
    .set({ completedAt: now })
    .where(
      ownRows(
        proofs,
        tenant,
        eq(proofs.id, proofId),
        isNull(proofs.completedAt),
        sql`cardinality(${proofs.missing}) = 0`,
        notExists(awaited),
      ),
    );
}

/** A statement of a batch: what has a refused file proves nothing. The delivery that named it waits for a proof by a trigger. */
export function reopenProof(tenant: TenantQueries, proofId: ProofId) {
  const refused = itsFiles(eq(uploads.status, "rejected"));
  return statements
    .update(proofs)
    .set({ completedAt: null })
    .where(ownRows(proofs, tenant, eq(proofs.id, proofId), exists(refused)));
}

function itsFiles(condition: SQL) {
  return statements
    .select({ id: uploads.id })
    .from(uploads)
    .where(and(eq(uploads.tenantId, proofs.tenantId), eq(uploads.proofId, proofs.id), condition));
}

/** The newest complete one of each trip that has carried one of these shipments. */
export async function listCompleteProofs(
  tenant: TenantQueries,
  shipmentIds: readonly ShipmentId[],
): Promise<Result<Pick<ProofRow, "id" | "shipmentId" | "tripId">[], DbError>> {
  if (shipmentIds.length === 0) return ok([]);
  const { id, shipmentId, tripId, recordedAt, completedAt } = proofs;
  const query = statements
    .selectDistinctOn([shipmentId, tripId], { id, shipmentId, tripId })
    .from(proofs)
    .where(ownRows(proofs, tenant, inArray(shipmentId, [...shipmentIds]), isNotNull(completedAt)))
    .orderBy(shipmentId, tripId, desc(recordedAt), desc(id));
  return tenant.run("proofs.complete", query, { read: "primary" });
}
