import { array, assert, integer, property, record, shuffledSubarray } from "fast-check";
import { expect, test } from "vitest";
import { isTimedEpoch, numberDrafts, unknownFixes } from "../../../../src/domain/trackers/number-drafts.ts";
import type { FixDraft } from "../../../../src/domain/trackers/tracker-report.ts";
import { Epoch, StreamSeq } from "../../../../src/protocol/live/fix.ts";

const TOKEN = "trk_01h455vb4pex5vsknk084sn02q";
const AT = 1_800_000_000_000;

function draft(at: number, lat = 48): FixDraft {
  return { at, lat, lng: 11, accuracyM: 5, speedMps: null, headingDeg: null, flags: 0 };
}

const anyDrafts = array(
  record({ at: integer({ min: 0, max: 8_640_000_000_000_000 }), lat: integer({ min: -90, max: 90 }) }),
  { maxLength: 40 },
).map((all) => all.map(({ at, lat }) => draft(at, lat)));

test("whatever part of a message comes again, each fix is stored once", () => {
  assert(
    property(
      anyDrafts.chain((all) => shuffledSubarray(all).map((again) => ({ all, again }))),
      ({ all, again }) => {
        const known = new Set(numberDrafts(TOKEN, all).fixes.map(({ seq }) => seq));
        expect(unknownFixes(numberDrafts(TOKEN, again).fixes, known)).toEqual([]);
      },
    ),
  );
});

test("its stream is one that the wire accepts, in order, and each number once", () => {
  assert(
    property(anyDrafts, (drafts) => {
      const { epoch, fixes } = numberDrafts(TOKEN, drafts);
      expect(Epoch.safeParse(epoch).success && isTimedEpoch(epoch)).toBe(true);
      const seqs = fixes.map(({ seq }) => seq);
      expect(seqs.every((seq) => StreamSeq.safeParse(seq).success)).toBe(true);
      expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b));
    }),
  );
});

test("an older message that comes late is new, and stands before what was there", () => {
  const known = new Set(numberDrafts(TOKEN, [draft(AT), draft(AT + 5000)]).fixes.map(({ seq }) => seq));
  const late = unknownFixes(numberDrafts(TOKEN, [draft(AT - 60_000), draft(AT)]).fixes, known);
  expect(late).toEqual([{ seq: AT - 60_000, ...draft(AT - 60_000) }]);
});

test("the first millisecond of 1970 has a number as well", () => {
  expect(numberDrafts(TOKEN, [draft(0)]).fixes).toEqual([{ seq: 1, ...draft(0) }]);
});

test("two fixes of one moment are one, and two devices are two streams", () => {
  expect(numberDrafts(TOKEN, [draft(AT, 1), draft(AT, 2)]).fixes).toEqual([{ seq: AT, ...draft(AT, 1) }]);
  expect(numberDrafts("trk_01h455vb4pex5vsknk084sn02r", []).epoch).not.toBe(numberDrafts(TOKEN, []).epoch);
  expect(isTimedEpoch("0b0e7b5c-7a53-4a44-9a53-6d6f7b0a1c55")).toBe(false);
});
