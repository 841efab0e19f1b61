import { assert, constantFrom, option, property, string } from "fast-check";
import { expect, test } from "vitest";
import { endOf } from "../../../src/domain/delivery-facts.ts";
import { readReason, reasonLine } from "../../../src/domain/told-reason.ts";
import { CallOffReason, EndReason } from "../../../src/protocol/end-reason.ts";
import { CALL_OFF_NOTE_MAX_CHARS, REASON_MAX_CHARS } from "../../../src/protocol/reason-length.ts";

const someNote = string({ minLength: 1, maxLength: CALL_OFF_NOTE_MAX_CHARS });

test("a word of the list and a note are one line, and two again, however the note reads", () => {
  assert(
    property(constantFrom(...CallOffReason.options), option(someNote, { nil: undefined }), (reason, note) => {
      const line = reasonLine({ reason, note });
      expect(line?.length).toBeLessThanOrEqual(REASON_MAX_CHARS);
      expect(readReason(line)).toEqual({ reason, note: note ?? null });
    }),
  );
});

test("what somebody says in their own words stays whole", () => {
  for (const line of [null, "Nobody opened", "He said: never again", "refused it: twice", EndReason.enum.refused])
    expect(readReason(line)).toEqual({ reason: line, note: null });
  expect(reasonLine({})).toBeNull();
  expect(reasonLine({ note: "Ordered twice" })).toBe("Ordered twice");
});

test("the customer reads the word, and never the note", () => {
  const line = { status: "cancelled" as const, happenedAt: 3, reason: "sender-request: Mrs Canary rang" };
  expect(endOf("cancelled", [line])).toEqual({ at: 3, reason: "sender-request" });
});
