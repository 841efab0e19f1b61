import { expect, test } from "vitest";
import { matchesDriver } from "../../../src/domain/driver-search.ts";

const driver = { name: "Zoë Ångström", phone: "+4915112345678" };

test.each(["zoe", "ANGSTRO", "ë Å", "511 234", "+49151"])("%s finds the driver", (text) => {
  expect(matchesDriver(text, driver)).toBe(true);
});

test.each(["zoo", "999", "51", "x151", "zoe 151"])("%s does not", (text) => {
  expect(matchesDriver(text, driver)).toBe(false);
});
