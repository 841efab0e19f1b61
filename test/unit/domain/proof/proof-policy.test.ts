import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type GivenProof,
  missingProof,
  proofPolicy,
  type ProofTerms,
} from "../../../../src/domain/proof/proof-policy.ts";
import { ProofKind } from "../../../../src/protocol/proof.ts";

const EURO_12 = { amountMinor: 1_200, currency: "EUR" };
const PLAIN: ProofTerms = { required: null, hasPin: false, cashDue: null };
const kinds = fc.uniqueArray(fc.constantFrom(...ProofKind.options));

test.each<[string, ProofKind[], Partial<ProofTerms>, ProofKind[]]>([
  ["the tenant's rule", ["photo", "note"], {}, ["photo", "note"]],
  ["the shipment's own, instead of the tenant's", ["photo"], { required: ["signature"] }, ["signature"]],
  ["nothing, where the shipment says so", ["photo"], { required: [] }, []],
  ["no PIN, where nobody has one", ["pin", "photo"], {}, ["photo"]],
  ["a PIN, where the recipient has one", ["pin"], { hasPin: true }, ["pin"]],
  ["cash, where it is owed", ["photo"], { cashDue: EURO_12 }, ["photo", "cash"]],
  ["cash, where it is owed and nothing else is asked", ["photo"], { required: [], cashDue: EURO_12 }, ["cash"]],
  ["no cash, where it is paid", ["cash"], {}, []],
])("asks for %s", (_, tenant, terms, expected) => {
  expect(proofPolicy(tenant, { ...PLAIN, ...terms })).toEqual(expected);
});

const GIVEN: GivenProof = { kinds: ["photo", "id-check", "cash"], cash: EURO_12, idPassed: true };

test.each<[string, Partial<GivenProof>, ProofKind[]]>([
  ["nothing, where all is there", {}, []],
  ["the photo, where there is none", { kinds: ["id-check", "cash"] }, ["photo"]],
  ["the papers, where they did not fit", { idPassed: false }, ["id-check"]],
  ["the money, where it is less", { cash: { ...EURO_12, amountMinor: 1_199 } }, ["cash"]],
  ["the money, where it is of another country", { cash: { ...EURO_12, currency: "USD" } }, ["cash"]],
])("misses %s", (_, given, expected) => {
  expect(missingProof(["photo", "id-check", "cash"], { ...GIVEN, ...given }, EURO_12)).toEqual(expected);
});

test("what is missing is required and, but for money and papers, was not given", () => {
  fc.assert(
    fc.property(kinds, kinds, fc.boolean(), (policy, given, idPassed) => {
      const missing = missingProof(policy, { kinds: given, cash: null, idPassed }, null);
      expect(policy).toEqual(expect.arrayContaining(missing));
      expect(missing.filter((kind) => kind !== "id-check" && given.includes(kind))).toEqual([]);
      expect(missingProof(policy, { kinds: ProofKind.options, cash: null, idPassed: true }, null)).toEqual([]);
    }),
  );
});
