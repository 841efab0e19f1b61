import { expect, inject, test } from "vitest";
import { checkStored, type StoredTrip } from "../../dev/chaos/invariants.ts";
import { PhoneClock } from "../../dev/chaos/phone-clock.ts";
import { readTrips } from "../../dev/chaos/read-postgres.ts";
import { roundIn, smallTown } from "../unit/dev/sim/town-fixture.ts";
import { type SimulatedPhone, simulatedPhone } from "./support/simulated-phone.ts";
import { openShifts } from "./support/simulated-shift.ts";

const DRIVERS = 20;
const SIMULATED_MS = 5 * 60_000;
/** Phones fail more often than they do, so that five minutes see some of it. */
const MISHAPS = 12;
const SPEED = 50;
/** From 50 s behind to 45 s ahead: what is a minute off before its clock is known may count as before the duty. */
const CLOCK_STEP_MS = 5_000;
const KINDS = ["osmand", "owntracks", "osmand", "owntracks"] as const;

test("every position of twenty simulated drivers, OsmAnd and OwnTracks among them, is stored exactly once", async () => {
  const startedAt = Date.now() - SIMULATED_MS;
  const { all, tenantUuid } = await openShifts(DRIVERS, startedAt);
  const town = smallTown();
  const troubles: unknown[] = [];
  const phones = await Promise.all(
    all.map((shift, index) => {
      const clock = new PhoneClock({ aheadMs: (index - DRIVERS / 2) * CLOCK_STEP_MS, rate: 1.000_05, startedAt });
      const round = roundIn(town, { seed: index, startAt: startedAt, mishaps: MISHAPS, clock });
      const kind = KINDS[index] ?? "app";
      return simulatedPhone(shift, round, { kind, speed: SPEED, onTrouble: (cause) => troubles.push(cause) });
    }),
  );
  await expect.poll(() => phones.filter(({ outing }) => outing.isOutOfReach).length).toBe(0);
  // What has passed is driven through quickly; phones drop out and come back meanwhile.
  const behind = (): number => {
    for (const { outing } of phones) outing.beat(Date.now());
    return phones.filter(({ round }) => round.nextAt < startedAt + SIMULATED_MS).length;
  };
  await expect.poll(behind, { interval: 50 }).toBe(0);
  const restless = (): number => phones.filter(({ phone }) => phone.comeHome() && phone.pending > 0).length;
  await expect.poll(restless, { timeout: 45_000 }).toBe(0);
  for (const { outing, shift } of phones) {
    outing.stop();
    await shift.desk.cancelTrip(shift.trip.id);
  }
  const books = { ownerUrl: () => inject("database").ownerUrl, place: { tenantUuid } };
  const tripIds = all.map(({ trip }) => trip.id);
  await expect
    .poll(async () => differences(phones, await readTrips(books, tripIds)), { timeout: 45_000, interval: 500 })
    .toEqual([]);
  const promised = phones.map(({ logs, thanked }) => thanked.length + sum(logs.map(({ fixes }) => fixes.acked)));
  // One each five seconds, and less at doors and where phones failed.
  expect(sum(promised)).toBeGreaterThan(DRIVERS * 20);
  expect(troubles).toEqual([]);
});

/** What phones were promised, held against what is stored. What people did is another test's. */
function differences(phones: readonly SimulatedPhone[], stored: readonly StoredTrip[]): string[] {
  const found = new Map(stored.map((trip) => [trip.tripId, { ...trip, events: [] }]));
  const apps = phones.filter(({ logs }) => logs.length > 0);
  const ofApps = apps.flatMap(({ shift }) => found.get(shift.trip.id) ?? []);
  const broken = checkStored(
    apps.flatMap(({ logs }) => logs),
    ofApps,
  ).map(({ invariant, tripId, detail }) => `${invariant} ${tripId} ${detail}`);
  const trackers = phones.filter(({ logs }) => logs.length === 0);
  const unlike = trackers.filter(({ shift, thanked }) => {
    const kept = found.get(shift.trip.id)?.chunks.flatMap(({ fixes }) => fixes.map(({ at }) => at)) ?? [];
    return kept.toSorted((a, b) => a - b).join() !== thanked.toSorted((a, b) => a - b).join();
  });
  return [...broken, ...unlike.map(({ shift }) => `tracker of ${shift.trip.id}`)];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
