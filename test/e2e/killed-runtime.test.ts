import { expect, inject, onTestFinished, test } from "vitest";
import { Api } from "../../dev/chaos/api.ts";
import { Dispatcher } from "../../dev/chaos/dispatcher.ts";
import { type Fleet, makeFleet } from "../../dev/chaos/fleet.ts";
import { BAD_NETWORK } from "../../dev/chaos/hostile-wire.ts";
import { countDeadLetters } from "../../dev/chaos/read-postgres.ts";
import { workersOf } from "../../dev/chaos/runtime.ts";
import { settle } from "../../dev/chaos/settle.ts";
import { startTraffic } from "../../dev/chaos/traffic.ts";
import { TripFiles } from "../../dev/chaos/trip-files.ts";
import { addPlace } from "../../dev/chaos/world.ts";
import { importSigningKeys } from "../../src/platform/signing-keys.ts";

/** `npm run chaos` sends forty through five kills. */
const DRIVERS = 4;
const SEED = 7;
/** Fixes that are promised before the kill, and again after it: each of the four has filled a chunk by then. */
const PROMISED = 100;
const OPEN_TIMEOUT_MS = 30_000;

async function newWorld() {
  const { ownerUrl, secrets } = inject("database");
  const keys = await importSigningKeys(secrets.SIGNING_KEYS);
  if (!keys.ok) throw new Error("no keys");
  const place = await addPlace(ownerUrl, secrets);
  const api = new Api(inject("baseUrl"), keys.value, place);
  return { api, place, secrets, tripFiles: new TripFiles(inject("stateDir")), ownerUrl: () => ownerUrl };
}

async function promised(fleet: Fleet, more: number): Promise<void> {
  const before = fleet.acked;
  await expect.poll(() => fleet.acked - before).toBeGreaterThanOrEqual(more);
}

/** Nothing answers while it is down, and what answers slowly is not up. */
async function isLive(url: string): Promise<boolean> {
  const live = await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined);
  return live?.ok === true;
}

test("what was promised before the runtime is killed is stored once, and the map shows what the trips hold", async () => {
  const world = await newWorld();
  const deadBefore = await countDeadLetters(world);
  const fleet = await makeFleet(world, { drivers: DRIVERS, seed: SEED, faults: BAD_NETWORK });
  const dispatcher = new Dispatcher(world);
  onTestFinished(() => dispatcher.stop());
  onTestFinished(() => fleet.stop());
  fleet.start();
  await fleet.until(({ isOpen }) => isOpen, OPEN_TIMEOUT_MS);
  // Half of them want each frame stored at once; the others leave it to chunks that fill up, as phones do.
  for (const [index, driver] of fleet.drivers.entries()) if (index % 2 === 0) driver.hurry();
  const traffic = startTraffic(fleet);
  await promised(fleet, PROMISED);
  const killedAt = Date.now();
  for (const pid of workersOf(inject("wranglerPid"), Number(new URL(world.api.url).port))) process.kill(pid, "SIGKILL");
  await expect.poll(() => isLive(world.api.url), { interval: 100 }).toBe(true);
  // The local proxy never answers whoever called while nobody was there: an app would give that up after 15 s.
  for (const driver of fleet.drivers) driver.hangUp();
  await fleet.until(({ openedAt }) => (openedAt ?? 0) > killedAt, OPEN_TIMEOUT_MS);
  await promised(fleet, PROMISED);
  await traffic.stop();
  const { violations } = await settle(world, fleet, dispatcher, deadBefore);
  expect([violations, fleet.troubles, dispatcher.troubles]).toEqual([[], [], []]);
});
