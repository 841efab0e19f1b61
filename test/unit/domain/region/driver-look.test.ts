import { expect, test } from "vitest";
import { concernRank, driverLook } from "../../../../src/domain/region/driver-look.ts";
import { shownDriver } from "../../../../src/domain/region/shown-driver.ts";
import type { LiveDriver } from "../../../../src/protocol/live/dispatch-down.ts";
import { NOW, reportOf } from "./reports.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const moving = shownDriver(reportOf(1, 1), 1, "on_trip");
const standing: LiveDriver = { ...moving, point: moving.point && { ...moving.point, speedMps: 0.4 } };
const free: LiveDriver = { ...standing, presence: "online", stopsDone: 3 };

test.each([
  ["a van on its way", moving, 30 * SECOND, "moving", "live"],
  ["one that missed two reports", moving, 31 * SECOND, "moving", "recent"],
  ["one that is silent for a minute and a half", moving, 91 * SECOND, "stale", "stale"],
  ["one that is gone for five", moving, 5 * MINUTE + 1, "offline", "offline"],
  ["a van at a door, measured each half minute", standing, 60 * SECOND, "standing", "live"],
  ["somebody who waits for work, measured each minute", free, 120 * SECOND, "standing", "live"],
  ["somebody late", { ...moving, alerts: ["late"] }, 0, "late", "live"],
  ["somebody late whom nobody hears", { ...moving, alerts: ["late"] }, 6 * MINUTE, "offline", "offline"],
  ["a call for help whatever its age", { ...moving, alerts: ["sos", "late"] }, 6 * MINUTE, "sos", "offline"],
] as const)("%s", (_who, driver, ageMs, ...[sign, freshness]) => {
  expect(driverLook({ ...driver, alerts: [...driver.alerts] }, NOW + ageMs)).toMatchObject({ sign, freshness });
});

test("what it does has four words, and a phone's noise is no movement", () => {
  const looks = [moving, standing, free, { ...moving, status: "paused" as const }].map((driver) =>
    driverLook(driver, NOW),
  );
  expect(looks.map(({ activity }) => activity)).toEqual(["moving", "standing", "free", "paused"]);
});

test("a driver without a place is neither fresh nor stale", () => {
  const look = driverLook({ ...moving, point: null }, NOW);
  expect(look).toMatchObject({ freshness: null, ageMs: null, concerns: [], sign: "standing" });
});

test("a socket says nothing about the fix: one that is called offline with a fresh place is shown as it is", () => {
  expect(driverLook({ ...moving, presence: "offline" }, NOW).sign).toBe("moving");
});

test("concerns come worst first, and rank before none", () => {
  const bad = driverLook({ ...moving, alerts: ["late", "sos", "off-route"] }, NOW + 2 * MINUTE);
  expect(bad.concerns).toEqual(["sos", "late", "off-route", "stale"]);
  expect(concernRank(bad)).toBe(0);
  expect(concernRank(driverLook({ ...moving, alerts: ["off-route"] }, NOW))).toBeLessThan(
    concernRank(driverLook(moving, NOW)),
  );
});
