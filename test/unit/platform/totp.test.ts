import { expect, test } from "vitest";
import { matchTotpStep, toBase32, totpCode } from "../../../src/platform/totp.ts";

/** The secret of RFC 6238, appendix B. */
const SECRET = new TextEncoder().encode("12345678901234567890");

// The RFC prints eight digits; six-digit codes are their last six.
test.each([
  [59, "94287082"],
  [1111111109, "07081804"],
  [1111111111, "14050471"],
  [1234567890, "89005924"],
  [2000000000, "69279037"],
  [20000000000, "65353130"],
])("at second %i the RFC's code ends %s", async (second, code) => {
  expect(await totpCode(SECRET, Math.floor(second / 30))).toBe(code.slice(2));
});

test("the newest step whose code it is counts; a code of another time or secret matches none", async () => {
  const code = await totpCode(SECRET, 41);
  expect(await matchTotpStep(SECRET, code, [40, 41, 42])).toBe(41);
  // These two steps happen to have the same code.
  expect(await matchTotpStep(SECRET, await totpCode(SECRET, 336), [336, 2205])).toBe(2205);
  expect(await matchTotpStep(SECRET, code, [42, 43, 44])).toBeNull();
  expect(await matchTotpStep(new TextEncoder().encode("another secret of 20"), code, [40, 41, 42])).toBeNull();
  expect(await matchTotpStep(SECRET, "", [40, 41, 42])).toBeNull();
});

// RFC 4648, section 10, without its padding.
test.each([
  ["", ""],
  ["f", "MY"],
  ["fo", "MZXQ"],
  ["foo", "MZXW6"],
  ["foob", "MZXW6YQ"],
  ["fooba", "MZXW6YTB"],
  ["foobar", "MZXW6YTBOI"],
])("%j in base32 is %j", (text, base32) => {
  expect(toBase32(new TextEncoder().encode(text))).toBe(base32);
});
