import { assert, property, uint8Array } from "fast-check";
import { expect, test } from "vitest";
import { readRecoveryCode, recoveryCode } from "../../../src/domain/recovery-code.ts";

const anyBytes = uint8Array({ minLength: 10, maxLength: 10 });

test("every code is read back, however it was copied", () => {
  assert(
    property(anyBytes, (bytes) => {
      const code = recoveryCode(bytes);
      expect(code).toMatch(/^(?:[0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
      expect(readRecoveryCode(code)).toBe(code);
      expect(readRecoveryCode(` ${code.toUpperCase().replaceAll("-", " ")} `)).toBe(code);
      expect(readRecoveryCode(code.replaceAll("0", "O").replaceAll("1", "l"))).toBe(code);
    }),
  );
});

test("different bytes make different codes", () => {
  assert(
    property(anyBytes, anyBytes, (a, b) => {
      expect(recoveryCode(a) === recoveryCode(b)).toBe(a.every((byte, index) => byte === b[index]));
    }),
  );
});

test("what cannot be a code is none", () => {
  for (const typed of ["", "k3vq", "k3vq-7mzt-0xpa-9d2u", "k3vq-7mzt-0xpa-9d2cc", "k3vq-7mzt-0xpa-9d2!"]) {
    expect(readRecoveryCode(typed)).toBeNull();
  }
  expect(() => recoveryCode(new Uint8Array(9))).toThrow(RangeError);
});
