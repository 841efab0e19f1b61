import { expect, test } from "vitest";
import { rawEcdsaSignature } from "../../../../src/platform/webauthn/der-signature.ts";

const LONGEST = Array.from({ length: 32 }, () => 0x7f);
const padded = (...digits: number[]) => [...Array.from({ length: 32 - digits.length }, () => 0), ...digits];

function der(r: number[], s: number[]): Uint8Array {
  const integers = [0x02, r.length, ...r, 0x02, s.length, ...s];
  return Uint8Array.of(0x30, integers.length, ...integers);
}

test.each([
  ["of full length", LONGEST, LONGEST, [...LONGEST, ...LONGEST]],
  [
    "with a zero that keeps a number positive",
    [0, 0x80],
    [0, 0xff, ...LONGEST.slice(1)],
    [...padded(0x80), 0xff, ...LONGEST.slice(1)],
  ],
  ["shorter than the curve", [1], [2, 3], [...padded(1), ...padded(2, 3)]],
  ["zero, which no key verifies", [0], [0], [...padded(), ...padded()]],
])("numbers %s take their places", (_, r, s, raw) => {
  expect(rawEcdsaSignature(der(r, s))).toEqual(Uint8Array.from(raw));
});

test.each([
  ["a negative number", der([0x80], [1])],
  ["a zero too many", der([1], [0, 0x7f])],
  ["a number longer than the curve", der([1, ...LONGEST], [1])],
  ["an empty number", der([], [1])],
  ["a byte after the sequence", Uint8Array.of(...der([1], [2]), 0)],
  ["a byte after the numbers", Uint8Array.of(0x30, 7, 2, 1, 1, 2, 1, 1, 0)],
  ["a sequence cut short", der([1], [2]).slice(0, -1)],
  ["a number that claims more than there is", Uint8Array.of(0x30, 6, 2, 1, 1, 2, 9, 1)],
  ["one number", Uint8Array.of(0x30, 3, 2, 1, 1)],
  ["another tag", Uint8Array.of(0x31, 6, 2, 1, 1, 2, 1, 1)],
  ["a long form of the length", Uint8Array.of(0x30, 0x81, 6, 2, 1, 1, 2, 1, 1)],
  ["r and s side by side", Uint8Array.from([...LONGEST, ...LONGEST])],
  ["nothing", new Uint8Array()],
])("%s is no signature", (_, bytes) => {
  expect(rawEcdsaSignature(bytes)).toBeUndefined();
});
