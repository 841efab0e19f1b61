import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { readRefreshToken } from "../../../src/platform/refresh-token.ts";

const ID = "01jdq6v5hxe8kbn3w4c2m7t9za";
const MAC = "m".repeat(43);
const TOKEN = `tnt_${ID}.drv_${ID}.ses_${ID}.7.${MAC}`;

test("a token names its object, its session and its generation", () => {
  expect(readRefreshToken(TOKEN)).toEqual({
    tenantId: `tnt_${ID}`,
    personId: `drv_${ID}`,
    sessionId: `ses_${ID}`,
    generation: 7,
    mac: MAC,
  });
  expect(readRefreshToken(TOKEN.replace("drv_", "usr_"))?.personId).toBe(`usr_${ID}`);
});

test.each([
  ["another kind of person", TOKEN.replace("drv_", "veh_")],
  ["a generation that is no count", TOKEN.replace(".7.", ".07.")],
  ["a generation beyond counting", TOKEN.replace(".7.", ".1234567890.")],
  ["a negative generation", TOKEN.replace(".7.", ".-7.")],
  ["a short mac", TOKEN.slice(0, -1)],
  ["a part too many", `${TOKEN}.x`],
  ["a line break", `${TOKEN}\n`],
  ["a long text", `${TOKEN}${"x".repeat(10_000)}`],
])("%s is no token", (_, text) => {
  expect(readRefreshToken(text)).toBeNull();
});

test("no text makes it throw", () => {
  assert(
    property(string(), (text) => {
      expect(readRefreshToken(text)).toBeNull();
    }),
  );
});
