import type { Settings } from "../../protocol/api/settings.ts";
import type { Visibility } from "../../protocol/live/trip-brief.ts";
import type { ProofKind } from "../../protocol/proof.ts";
import type { DocumentKind } from "../../protocol/upload.ts";
import { contactLines, contactsIn } from "./contact-lines.ts";
import { keysOf } from "./keys-of.ts";
import type { ChosenRules } from "./team-api.ts";

/** Named here, because the schemas that list them would bring their library before the first paint. */
export const PROOF_KINDS = keysOf<ProofKind>({
  photo: 0,
  signature: 0,
  pin: 0,
  barcode: 0,
  note: 0,
  "id-check": 0,
  cash: 0,
});
export const DOCUMENT_KINDS = keysOf<DocumentKind>({
  licence: 0,
  insurance: 0,
  registration: 0,
  identity: 0,
  other: 0,
});
export const MODES = keysOf<Visibility["mode"]>({ always: 0, near: 0, never: 0 });

/** What the form holds: numbers as they are typed. */
export type RulesDraft = {
  readonly mode: Visibility["mode"];
  readonly stopsAhead: string;
  /** Empty for no such measure. */
  readonly minutes: string;
  readonly metres: string;
  readonly chunkFixes: string;
  readonly chunkSeconds: string;
  readonly showMock: boolean;
  readonly proofs: readonly ProofKind[];
  readonly documents: readonly DocumentKind[];
  /** One in each line. */
  readonly contacts: string;
};

export function rulesDraftOf({ trip, proof, duty, sos }: Settings): RulesDraft {
  const { mode, stopsAhead, minutes, metres } = trip.visibility;
  return {
    mode,
    stopsAhead: String(stopsAhead),
    minutes: minutes === null ? "" : String(minutes),
    metres: metres === null ? "" : String(metres),
    chunkFixes: String(trip.chunkFixes),
    chunkSeconds: String(trip.chunkSeconds),
    showMock: trip.showMock,
    proofs: proof.required,
    documents: duty.documents,
    contacts: contactLines(sos.contacts),
  };
}

/** All of them: what is left out would be as the product comes. */
export function chosenRules(draft: RulesDraft): ChosenRules {
  const { mode, showMock, proofs, documents } = draft;
  const measure = (text: string) => (text === "" ? null : Number(text));
  return {
    trip: {
      visibility: {
        mode,
        stopsAhead: Number(draft.stopsAhead),
        minutes: measure(draft.minutes),
        metres: measure(draft.metres),
      },
      chunkFixes: Number(draft.chunkFixes),
      chunkSeconds: Number(draft.chunkSeconds),
      showMock,
    },
    proof: { required: [...proofs] },
    duty: { documents: [...documents] },
    sos: { contacts: contactsIn(draft.contacts) },
  };
}
