import { expect, test } from "vitest";
import { shownDriver } from "../../../src/domain/region/shown-driver.ts";
import type { LiveDriver } from "../../../src/protocol/live/dispatch-down.ts";
import { driverRows, makeRoster, type RosterTab } from "../../../src/web/dispatch/driver-rows.ts";
import { NOW, reportOf } from "../domain/region/reports.ts";

const MINUTE_MS = 60_000;

function driver(n: number, name: string, changed: Partial<LiveDriver> = {}): LiveDriver {
  return { ...shownDriver(reportOf(n, 1), n, "on_trip"), driverFirstName: name, ...changed };
}
function heard(n: number, agoMs: number): Pick<LiveDriver, "point"> {
  return { point: { lat: 53, lng: 10 + n, speedMps: 8, headingDeg: 0, at: NOW - agoMs } };
}

const fleet = [
  driver(1, "Zoé"),
  driver(2, "Ada", heard(2, 2 * MINUTE_MS)),
  driver(3, "Bo", { alerts: ["late"] }),
  driver(4, "Cy", heard(4, 10 * MINUTE_MS)),
  driver(5, "Di", { alerts: ["sos"] }),
  driver(6, "Ed", heard(6, 7 * MINUTE_MS)),
  driver(7, "Flo", { point: null }),
  driver(8, "Gus", { alerts: ["off-route"] }),
];
const nobody = new Map<string, string>();
const rows = driverRows(fleet, NOW, nobody);
const namesOf = (tab: RosterTab, search = "", of = rows) => makeRoster(of, tab, search).rows.map(({ name }) => name);

test("all are listed by name", () => {
  expect(namesOf("all")).toEqual(["Ada", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Zoé"]);
});

test("exceptions come worst first: a call for help, who is gone longest, late, off the route, silent", () => {
  expect(namesOf("exceptions")).toEqual(["Di", "Cy", "Ed", "Bo", "Gus", "Ada"]);
});

test("nobody moves on the word of an old fix", () => {
  expect(namesOf("moving")).toEqual(["Bo", "Di", "Gus", "Zoé"]);
});

test("the search knows no accents and no capitals, and the counts do not know the search", () => {
  expect(namesOf("all", " zoe")).toEqual(["Zoé"]);
  expect(makeRoster(rows, "all", "zoe").counts).toEqual({ all: 8, moving: 4, exceptions: 6 });
});

test("full names are shown, sorted and found where they are known", () => {
  const names = new Map<string, string>([[driver(3, "").driverId, "Bo Underhill"]]);
  expect(namesOf("all", "underhill", driverRows(fleet, NOW, names))).toEqual(["Bo Underhill"]);
});

test("two of one name keep their places whatever comes in between", () => {
  const twins = [driver(1, "Kim"), driver(2, "Kim")];
  const order = (drivers: readonly LiveDriver[]) =>
    makeRoster(driverRows(drivers, NOW, nobody), "all", "").rows.map((row) => row.driver.tripId);
  expect(order(twins)).toEqual(order(twins.toReversed()));
});
