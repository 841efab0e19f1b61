import { env } from "cloudflare:workers";
import { afterEach, expect, test, vi } from "vitest";
import { regionObject } from "../../../../src/platform/object-stubs.ts";
import type { WireFix } from "../../../../src/protocol/live/fix.ts";
import type { LocationUpdate } from "../../../../src/protocol/live/driver-up.ts";
import { MapClient, MINUTE } from "../region-fixture.ts";
import { DEPOT, drive, driverOf, is, openTrip, type stubOf } from "./trip-fixture.ts";

const FIXES = 400;
/** A quarter of an hour on the road. */
const WATCHED_FIXES = 180;
const EPOCH = "epoch-0001";

afterEach(() => void vi.useRealTimers());

function update(fix: WireFix): LocationUpdate {
  return { type: "driver:locationUpdate", epoch: EPOCH, fixes: [fix] };
}

/** When no report is on its way. */
async function quiet(stub: ReturnType<typeof stubOf>) {
  return vi.waitFor(
    async () => {
      const counters = await stub.counters();
      expect(counters.isReporting).toBe(false);
      return counters;
    },
    { interval: 5 },
  );
}

test("a position costs a twentieth of a row, and nobody is called while nobody watches", async () => {
  const { brief, stub } = await openTrip();
  const { ear } = await driverOf(brief);
  // The first fix brings the first ETA and cadence; what follows is the daily run. All are of the last two minutes: older
  // ones would only fill the history.
  const newest = Date.now();
  const fixes = drive(1, FIXES + 20).map(([seq, at, lat, ...rest]): WireFix => {
    const share = 1 / 4;
    return [seq, Math.round(newest - (newest - at) * share), DEPOT.lat + (lat - DEPOT.lat) * share, ...rest];
  });
  for (const fix of fixes.slice(0, 20)) ear.say(update(fix));
  await ear.wait(is("ack"));
  const before = await quiet(stub);
  for (const fix of fixes.slice(20)) ear.say(update(fix));
  await ear.wait((one): one is Extract<typeof one, { type: "ack" }> => one.type === "ack" && one.fixes === FIXES + 20);
  const after = await stub.counters();
  expect((after.rowsWritten - before.rowsWritten) / FIXES).toBeLessThanOrEqual(0.05);
  expect(after.regionCalls - before.regionCalls).toBe(0);
  expect(after.alarmsSet - before.alarmsSet).toBeLessThanOrEqual(1);
  expect(after.handOffs - before.handOffs).toBe(FIXES / 100);
});

test("while a map is open, the region is called for a third of the positions and no more", async () => {
  // The clock alone is held: each position is 5 s after the one before, as on the road.
  vi.useFakeTimers({ toFake: ["Date"] });
  const { brief, stub } = await openTrip();
  const { tenantId, regionId } = brief;
  const region = regionObject(env, tenantId, regionId);
  await region.open({ tenantId, regionId, name: "Old town", centroid: DEPOT });
  const { ear } = await driverOf(brief);
  const map = await MapClient.watch({ tenantId, regionId, region }, { authUntil: Date.now() + 60 * MINUTE });
  const calls: number[] = [];
  for (let seq = 1, metres = 0; seq <= WATCHED_FIXES + 1; seq++) {
    vi.setSystemTime(Date.now() + 5_000);
    // A light each minute and a half: whoever stops is told early, at the cost of a later report.
    const speedMps = seq % 18 < 12 ? 10 : 0;
    metres += 5 * speedMps;
    ear.say(update([seq, Date.now(), DEPOT.lat + metres / 111_195, DEPOT.lng, 5, speedMps, 0, 0]));
    ear.say({ type: "flush" });
    await ear.wait((one): one is Extract<typeof one, { type: "ack" }> => one.type === "ack" && one.fixes === seq);
    calls.push((await quiet(stub)).regionCalls);
  }
  const share = ((calls.at(-1) ?? 0) - (calls[0] ?? 0)) / WATCHED_FIXES;
  expect(share).toBeLessThanOrEqual(0.35);
  expect(share).toBeGreaterThan(0.3);
  expect(map.closed).toBeNull();
});
