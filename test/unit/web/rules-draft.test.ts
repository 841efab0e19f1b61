import { expect, test } from "vitest";
import { type Settings, WantedSettings } from "../../../src/protocol/api/settings.ts";
import { DEFAULT_TRIP_SETTINGS, Visibility } from "../../../src/protocol/live/trip-brief.ts";
import { ProofKind } from "../../../src/protocol/proof.ts";
import { DocumentKind } from "../../../src/protocol/upload.ts";
import { chosenRules, DOCUMENT_KINDS, MODES, PROOF_KINDS, rulesDraftOf } from "../../../src/web/team/rules-draft.ts";

const IN_FORCE: Settings = {
  jurisdiction: "eu",
  trip: { ...DEFAULT_TRIP_SETTINGS, visibility: { mode: "near", stopsAhead: 2, minutes: 15, metres: null } },
  proof: { required: ["photo", "pin"] },
  duty: { documents: ["licence"] },
  sos: {
    contacts: [
      { name: "Berg, night desk", phone: "+4930123456" },
      { name: "Control", email: "control@harbour.example" },
    ],
  },
  version: 7,
  updatedAt: 0,
};

test("every kind that the server knows can be chosen", () => {
  expect(PROOF_KINDS).toEqual(ProofKind.options);
  expect(DOCUMENT_KINDS).toEqual(DocumentKind.options);
  expect(new Set(MODES)).toEqual(new Set(Visibility.shape.mode.options));
});

test("rules that nobody touched in the form are saved as they were", () => {
  const { trip, proof, duty, sos } = IN_FORCE;
  expect(WantedSettings.parse(chosenRules(rulesDraftOf(IN_FORCE)))).toEqual({ trip, proof, duty, sos });
});

test("a measure that was emptied does not count, and nought is a number", () => {
  const chosen = chosenRules({ ...rulesDraftOf(IN_FORCE), minutes: "", metres: "0" });
  expect(chosen.trip?.visibility).toMatchObject({ minutes: null, metres: 0 });
});

test("a line that names nobody, or no way to reach them, is left for the server to refuse", () => {
  const { sos } = chosenRules({ ...rulesDraftOf(IN_FORCE), contacts: " \nControl\n, +4930123456\n" });
  expect(sos?.contacts).toEqual([
    { name: "Control", phone: "" },
    { name: "", phone: "+4930123456" },
  ]);
});
