import type { ProofSubject } from "../db/proofs.ts";
import { actorOf, type KnownCaller } from "../domain/caller.ts";
import { distanceM } from "../domain/geo.ts";
import { missingProof, proofPolicy } from "../domain/proof/proof-policy.ts";
import type { NewProof } from "../protocol/api/proofs.ts";
import { PaymentId, type ProofId } from "../protocol/ids.ts";
import { ProofKind } from "../protocol/proof.ts";
import { TenantSettings } from "../protocol/tenant-settings.ts";
import { proofTerms } from "./proof-terms.ts";

interface Brought {
  readonly caller: KnownCaller;
  readonly subject: ProofSubject;
  readonly input: NewProof;
}

/** Where the note is sealed. */
export function notePlace(row: ProofId) {
  return { table: "proofs", column: "value_sealed", row };
}

/** What an announcement brings, always in the same order. */
export function kindsOf({ files, note, barcode, pin, cash, idCheck }: NewProof): ProofKind[] {
  const typed = { note, barcode, pin, cash, "id-check": idCheck };
  const given = new Set<string>(files.map(({ kind }) => kind));
  for (const [kind, value] of Object.entries(typed)) if (value !== null) given.add(kind);
  return ProofKind.options.filter((kind) => given.has(kind));
}

/** The row of a proof whose PIN, if it has one, was found right. The note is sealed by the caller. */
export function proofRow({ caller, subject, input }: Brought, now: number) {
  const { shipmentId, stopId } = subject;
  const { id, takenAt, sentAt, place, deviceHash, barcode, pin, cash, idCheck } = input;
  return {
    id,
    shipmentId,
    stopId,
    takenAt,
    kinds: kindsOf(input),
    source: caller.kind === "driver" ? ("driver" as const) : ("staff" as const),
    madeBy: actorOf(caller),
    missing: missingOf(subject, input),
    valueSealed: null,
    barcode,
    pinMatched: pin === null ? null : true,
    cashMinor: cash && cash.amountMinor,
    cashCurrency: cash && cash.currency,
    idCheck,
    deviceHash,
    ...placeColumns(place),
    distanceM: place && distanceToDoor(place, subject),
    skewMs: now - sentAt,
    recordedAt: now,
  };
}

/** What a proof says of cash, as a payment of its own: under the proof's own number, so that it is the same one each time. */
export function cashOf({ id, shipmentId, takenAt, madeBy }: ReturnType<typeof proofRow>, { subject, input }: Brought) {
  if (!input.cash || input.cash.amountMinor === 0) return null;
  const paymentId = PaymentId.parse(id.replace(/^prf_/, "pay_"));
  return {
    id: paymentId,
    shipmentId,
    method: "cash" as const,
    status: "collected" as const,
    ...input.cash,
    collectedBy: subject.driverId,
    takenBy: madeBy,
    takenAt,
    idempotencyKey: paymentId,
  };
}

function placeColumns(place: NewProof["place"]) {
  return place ?? { lat: null, lng: null, accuracyM: null };
}

function missingOf(subject: ProofSubject, input: NewProof): ProofKind[] {
  const terms = proofTerms(subject);
  const policy = proofPolicy(TenantSettings.parse(subject.settings).proof?.required ?? [], terms);
  const given = { kinds: kindsOf(input), cash: input.cash, idPassed: input.idCheck === "passed" };
  return missingProof(policy, given, terms.cashDue);
}

/** To the metre: no phone knows it better. */
function distanceToDoor(place: { lat: number; lng: number }, { lat, lng }: ProofSubject): number | null {
  return lat === null || lng === null ? null : Math.round(distanceM(place, { lat, lng }));
}
