import { findProofSubject } from "../db/proofs.ts";
import type { ShipmentRow } from "../db/shipments.ts";
import type { KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { proofPolicy } from "../domain/proof/proof-policy.ts";
import type { StatusReport } from "../protocol/api/shipment-changes.ts";
import { TenantSettings } from "../protocol/tenant-settings.ts";
import { dbFailure } from "./db-failure.ts";
import { completeProof } from "./finish-stop.ts";
import type { Desk } from "./people-desk.ts";
import { proofTerms } from "./proof-terms.ts";

interface Reported {
  readonly caller: KnownCaller;
  readonly row: ShipmentRow;
}

/**
 * Why a shipment may not be called delivered: its rule asks for a proof, and there is no complete one of the trip that
 * carries it. The desk may say so by hand, and then says why.
 */
export async function proofRefusal(
  desk: Pick<Desk, "tenant">,
  { caller, row }: Reported,
  { status, source, reason }: StatusReport,
): Promise<Failure | undefined> {
  if (source === "manual") {
    if (caller.kind !== "user") return { tag: "forbidden" };
    return reason === undefined ? reasonMissing() : undefined;
  }
  return status === "delivered" && row.status !== "delivered" ? unproved(desk, row) : undefined;
}

async function unproved({ tenant }: Pick<Desk, "tenant">, { id }: ShipmentRow): Promise<Failure | undefined> {
  const found = await findProofSubject(tenant, id);
  if (!found.ok) return dbFailure(found.error);
  if (!found.value) return { tag: "not-found" };
  const { settings, tripId } = found.value;
  const policy = proofPolicy(TenantSettings.parse(settings).proof?.required ?? [], proofTerms(found.value));
  if (policy.length === 0) return undefined;
  const proofId = await completeProof(tenant, id, tripId);
  if (!proofId.ok) return proofId.error;
  return proofId.value ? undefined : { tag: "proof-incomplete" };
}

function reasonMissing(): Failure {
  const message = "is needed where the desk says it by hand";
  return { tag: "invalid-request", errors: [{ path: "body.reason", message }] };
}
