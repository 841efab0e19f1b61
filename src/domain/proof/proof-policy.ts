import type { ProofKind } from "../../protocol/proof.ts";

/** What a shipment says about its own proof. */
export interface ProofTerms {
  /** Null: the tenant's rule holds. An empty list: nothing is asked for. */
  readonly required: readonly ProofKind[] | null;
  readonly hasPin: boolean;
  /** Null where nothing is to be paid at the door. */
  readonly cashDue: Cash | null;
}

interface Cash {
  readonly amountMinor: number;
  readonly currency: string;
}

/** What somebody has brought. */
export interface GivenProof {
  readonly kinds: readonly ProofKind[];
  readonly cash: Cash | null;
  readonly idPassed: boolean;
}

/**
 * What one delivery has to be proved with. A PIN that nobody was given cannot be asked for; money that is owed always is,
 * whatever else is said.
 */
export function proofPolicy(tenant: readonly ProofKind[], { required, hasPin, cashDue }: ProofTerms): ProofKind[] {
  const asked = new Set(required ?? tenant);
  if (!hasPin) asked.delete("pin");
  if (cashDue) asked.add("cash");
  else asked.delete("cash");
  return [...asked];
}

/** Of what is required, what is not there: another sum than the one owed is none, and papers that do not fit are none. */
export function missingProof(policy: readonly ProofKind[], given: GivenProof, cashDue: Cash | null): ProofKind[] {
  return policy.filter((kind) => {
    if (!given.kinds.includes(kind)) return true;
    if (kind === "id-check") return !given.idPassed;
    return kind === "cash" && !isSameSum(given.cash, cashDue);
  });
}

function isSameSum(given: Cash | null, due: Cash | null): boolean {
  return given?.amountMinor === due?.amountMinor && given?.currency === due?.currency;
}
