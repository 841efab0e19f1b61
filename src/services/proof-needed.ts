import type { TenantQueries } from "../db/client.ts";
import { listCompleteProofs } from "../db/proofs.ts";
import { findLoads, type ShipmentRow } from "../db/shipments.ts";
import type { KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { StatusReport } from "../protocol/api/shipment-changes.ts";
import type { ShipmentId, TripId } from "../protocol/ids.ts";
import type { NamedProof } from "../protocol/proof.ts";
import { dbFailure } from "./db-failure.ts";

interface Reported {
  readonly row: ShipmentRow;
  readonly report: StatusReport;
}

/** Why each of these may not be called delivered. */
export type Unproved = ReadonlyMap<ShipmentId, Failure>;

/**
 * Those that are reported as delivered while their rule asks for a proof, and there is no complete one of the trip that
 * carries them. Two statements, whatever the number: a report of two hundred would have each wait for the others' places.
 */
export async function findUnproved(
  tenant: TenantQueries,
  reported: readonly Reported[],
): Promise<Result<Unproved, Failure>> {
  const ids = reported.filter(hasToBeProved).map(({ row }) => row.id);
  const loads = await findLoads(tenant, ids);
  if (!loads.ok) return err(dbFailure(loads.error));
  const asked = loads.value.filter(({ proofRequired }) => proofRequired.length > 0);
  const proved = await findCompleteProofs(
    tenant,
    asked.map(({ id, tripId }) => [id, tripId]),
  );
  if (!proved.ok) return proved;
  const unproved = new Map<ShipmentId, Failure>(ids.map((id) => [id, { tag: "not-found" }]));
  for (const { id } of loads.value) unproved.delete(id);
  for (const { id } of asked) unproved.set(id, { tag: "proof-incomplete" });
  for (const { shipmentId } of proved.value) unproved.delete(shipmentId);
  return ok(unproved);
}

/** The desk may say by hand that something was delivered, and then says why. */
export function proofRefusal(
  unproved: Unproved,
  { caller, row }: { readonly caller: KnownCaller; readonly row: ShipmentRow },
  { source, reason }: StatusReport,
): Failure | undefined {
  if (source !== "manual") return unproved.get(row.id);
  if (caller.kind !== "user") return { tag: "forbidden" };
  return reason === undefined ? reasonMissing() : undefined;
}

/** The newest complete proof of each shipment that is of its trip. */
export async function findCompleteProofs(
  tenant: TenantQueries,
  trips: readonly (readonly [ShipmentId, TripId | null])[],
): Promise<Result<NamedProof[], Failure>> {
  const tripOf = new Map(trips);
  const found = await listCompleteProofs(tenant, [...tripOf.keys()]);
  if (!found.ok) return err(dbFailure(found.error));
  const its = found.value.filter(({ shipmentId, tripId }) => tripOf.get(shipmentId) === tripId);
  return ok(its.map(({ shipmentId, id: proofId }) => ({ shipmentId, proofId })));
}

function hasToBeProved({ row, report: { source, status } }: Reported): boolean {
  return source !== "manual" && status === "delivered" && row.status !== "delivered";
}

function reasonMissing(): Failure {
  const message = "is needed where the desk says it by hand";
  return { tag: "invalid-request", errors: [{ path: "body.reason", message }] };
}
