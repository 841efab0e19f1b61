import { brokenBucket } from "./broken-bucket.ts";
import { clockSkew } from "./clock-skew.ts";
import { herd, tunnel } from "./crowds.ts";
import { blackhole, cutAfterCommit, frozenDatabase, restarts } from "./database-faults.ts";
import { failingConsumers } from "./failing-consumers.ts";
import { killAndOutage } from "./kill-and-outage.ts";
import { malformedFrames } from "./malformed.ts";
import type { Outcome } from "./outcome.ts";
import { overload } from "./overload.ts";
import { oversizedFrames } from "./oversized.ts";
import { slowViewers } from "./slow-viewer.ts";
import { tooManyRequests } from "./too-many-requests.ts";
import type { World } from "./world.ts";

export interface Scenario {
  readonly name: string;
  readonly run: (world: World) => Promise<Outcome>;
}

/** Everything, in some half an hour on two cores. */
export function allScenarios(seed: number): Scenario[] {
  const database = { drivers: 20, seed, hangMs: 12_000, cuts: 1_000, restarts: 10 };
  return [
    {
      name: "kills",
      run: (world) => killAndOutage(world, { drivers: 40, fixesEach: 1_500, kills: 5, outageMs: 25_000, seed }),
    },
    { name: "frozen", run: (world) => frozenDatabase(world, database) },
    { name: "blackhole", run: (world) => blackhole(world, database) },
    { name: "cuts", run: (world) => cutAfterCommit(world, database) },
    { name: "restarts", run: (world) => restarts(world, database) },
    { name: "tunnel", run: (world) => tunnel(world, { drivers: 100, seed }) },
    {
      name: "malformed",
      run: (world) => malformedFrames(world, { inProcess: 1_000_000, overSockets: 10_000, seed }),
    },
    { name: "oversized", run: (world) => oversizedFrames(world, { drivers: 20, each: 3, seed }) },
    { name: "slow-viewer", run: (world) => slowViewers(world, { drivers: 40, viewers: 3, stallMs: 45_000, seed }) },
    { name: "clocks", run: (world) => clockSkew(world, { each: 2, halfMs: 8_000, seed }) },
    { name: "consumers", run: (world) => failingConsumers(world, { trips: 67, seed }) },
    {
      name: "storm",
      run: (world) => tooManyRequests(world, { trips: 20, closings: 3, people: 66, asksEach: 150, seed }),
    },
    { name: "bucket", run: (world) => brokenBucket(world, { drivers: 25, parcelsEach: 8, kills: 3, seed }) },
    { name: "overload", run: (world) => overload(world, { times: 6, ms: 60_000 }) },
    { name: "herd", run: (world) => herd(world, { drivers: 1_000, seed }) },
  ];
}

/** The heart of it, in some five minutes. */
export function quickScenarios(seed: number): Scenario[] {
  return [
    {
      name: "kills",
      run: (world) => killAndOutage(world, { drivers: 8, fixesEach: 300, kills: 2, outageMs: 6_000, seed }),
    },
    { name: "clocks", run: (world) => clockSkew(world, { each: 1, halfMs: 2_000, seed }) },
    { name: "consumers", run: (world) => failingConsumers(world, { trips: 1, seed }) },
    {
      name: "storm",
      run: (world) => tooManyRequests(world, { trips: 1, closings: 2, people: 2, asksEach: 110, seed }),
    },
    { name: "bucket", run: (world) => brokenBucket(world, { drivers: 3, parcelsEach: 4, kills: 1, seed }) },
    { name: "overload", run: (world) => overload(world, { times: 6, ms: 20_000 }) },
  ];
}
