import { expect, test } from "vitest";
import { isTimeZone } from "../../../src/domain/time-zone.ts";

test.each(["Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires"])("%s is a time zone", (name) => {
  expect(isTimeZone(name)).toBe(true);
});

// Postgres reads an offset the other way round.
test.each(["", "Europe/Atlantis", "+01:00", "-0300", "Berlin"])("%j is none", (name) => {
  expect(isTimeZone(name)).toBe(false);
});
