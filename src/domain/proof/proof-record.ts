import { type ProofRecord, RECORD_FORMAT } from "../../protocol/api/proofs.ts";
import { canonicalJson } from "../audit-chain.ts";

type Place = NonNullable<ProofRecord["place"]>;

/** A proof as its row has it, opened. */
type ProofFacts = Omit<ProofRecord, "format" | "place" | "cash" | "files"> & {
  readonly lat: number | null;
  readonly lng: number | null;
  readonly accuracyM: Place["accuracyM"];
  readonly cashMinor: number | null;
  readonly cashCurrency: string | null;
};

/** The same record whenever it is made: at the door, and years later out of the database. */
export function proofRecord(facts: ProofFacts, files: ProofRecord["files"]): ProofRecord {
  const { lat, lng, accuracyM, cashMinor, cashCurrency, ...rest } = facts;
  return {
    format: RECORD_FORMAT,
    ...rest,
    place: lat === null || lng === null ? null : { lat, lng, accuracyM },
    cash: cashMinor === null || cashCurrency === null ? null : { amountMinor: cashMinor, currency: cashCurrency },
    files: files.toSorted((a, b) => (a.uploadId < b.uploadId ? -1 : 1)),
  };
}

/** What its hash is of. */
export function recordText(record: ProofRecord): string {
  return canonicalJson(record);
}
