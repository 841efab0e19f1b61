import { expect, test } from "vitest";
import { ipPrefix } from "../../../src/platform/ip-prefix.ts";

test.each([
  ["192.0.2.77", "192.0.2"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:DB8::1", "2001:db8:0:0"],
  ["::1", "0:0:0:0"],
  ["2001:0db8:0001:0000::", "2001:db8:1:0"],
])("%s belongs to %s", (address, prefix) => {
  expect(ipPrefix(address)).toBe(prefix);
});
