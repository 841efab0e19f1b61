import { sql } from "drizzle-orm";
import { proofPolicy } from "../domain/proof/proof-policy.ts";
import { type ProofKind, ProofKinds } from "../protocol/proof.ts";
import { shipments } from "./schema/shipments.ts";
import { tenants } from "./schema/tenants.ts";

const { proofRequired, cashDueMinor, currency } = shipments;

/** What a shipment and its tenant say about its proof, for a query that joins `tenants`. */
export const proofTermColumns = {
  proofRequired,
  cashDueMinor,
  currency,
  hasPin: sql<boolean>`${shipments.pinHash} is not null`,
  tenantProof: sql<unknown>`${tenants.settings} #> '{proof,required}'`,
};

interface ProofTermRow {
  readonly proofRequired: ProofKind[] | null;
  readonly cashDueMinor: number | null;
  readonly currency: string | null;
  readonly hasPin: boolean;
  readonly tenantProof: unknown;
}

/** The row with what the delivery has to be proved with, in place of what that is concluded from. */
export function withAskedProof<Row extends ProofTermRow>(row: Row) {
  const { proofRequired: required, cashDueMinor: due, currency: coin, hasPin, tenantProof, ...rest } = row;
  const cashDue = due === null || coin === null ? null : { amountMinor: due, currency: coin };
  const ofTenant = ProofKinds.nullable().parse(tenantProof) ?? [];
  return { ...rest, proofRequired: proofPolicy(ofTenant, { required, hasPin, cashDue }) };
}
