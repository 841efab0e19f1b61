import { expect, test, vi } from "vitest";
import type { WireFix } from "../../../../src/protocol/live/fix.ts";
import type { LocationUpdate } from "../../../../src/protocol/live/driver-up.ts";
import { DEPOT, drive, driverOf, is, openTrip } from "./trip-fixture.ts";

const FIXES = 400;
const EPOCH = "epoch-0001";

test("a position costs a twentieth of a row, and nobody is called while nobody watches", async () => {
  const { brief, stub } = await openTrip();
  const { ear } = await driverOf(brief);
  const update = (fix: LocationUpdate["fixes"][number]): LocationUpdate => ({
    type: "driver:locationUpdate",
    epoch: EPOCH,
    fixes: [fix],
  });
  // The first fix brings the first ETA and cadence; what follows is the daily run. All are of the last two minutes: older
  // ones would only fill the history.
  const newest = Date.now();
  const fixes = drive(1, FIXES + 20).map(([seq, at, lat, ...rest]): WireFix => {
    const share = 1 / 4;
    return [seq, Math.round(newest - (newest - at) * share), DEPOT.lat + (lat - DEPOT.lat) * share, ...rest];
  });
  for (const fix of fixes.slice(0, 20)) ear.say(update(fix));
  await ear.wait(is("ack"));
  const before = await vi.waitFor(async () => {
    const counters = await stub.counters();
    expect(counters.isReporting).toBe(false);
    return counters;
  });
  for (const fix of fixes.slice(20)) ear.say(update(fix));
  await ear.wait((one): one is Extract<typeof one, { type: "ack" }> => one.type === "ack" && one.fixes === FIXES + 20);
  const after = await stub.counters();
  expect((after.rowsWritten - before.rowsWritten) / FIXES).toBeLessThanOrEqual(0.05);
  expect(after.regionCalls - before.regionCalls).toBe(0);
  expect(after.alarmsSet - before.alarmsSet).toBeLessThanOrEqual(1);
  expect(after.handOffs - before.handOffs).toBe(FIXES / 100);
});
