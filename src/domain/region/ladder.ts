import type { TripId } from "../../protocol/ids.ts";
import { textHash } from "./text-hash.ts";

/** Where one object stops being enough for a region, and how far its helpers go. */
export interface LadderLimits {
  readonly tripsPerShard: number;
  readonly shardsMax: number;
  readonly rootViewers: number;
  readonly replicaViewers: number;
  readonly replicasMax: number;
}

export const LADDER: LadderLimits = {
  /** One position each 15 s, or a third more on a winding road: 130 to 180 calls a second of some 300 that an object takes. */
  tripsPerShard: 2_000,
  /** 32,000 drivers, half of the numbers that position frames have; 32 batches a second for the region. */
  shardsMax: 16,
  /** A frame costs 0.1 ms for each socket: at four ticks a second 200 take a tenth of the region's thread. */
  rootViewers: 200,
  /** A fifth of a thread, and 35 of an object's 128 MB at 70 KB for each socket. */
  replicaViewers: 500,
  /** 8,200 maps of one region. A bound on names is a bound on the bill. */
  replicasMax: 16,
};

/** A number of shards is kept until so little is left of what it came with: one driver more or less moves nobody. */
const SHRINK_AT_SHARE = 0.8;

/** To how many shards trips report; none while the region takes the reports itself. */
export function shardsFor(trips: number, shards: number, { tripsPerShard, shardsMax }: LadderLimits): number {
  const wanted = trips > tripsPerShard ? Math.min(shardsMax, Math.ceil(trips / tripsPerShard)) : 0;
  const cameWith = (shards - 1) * tripsPerShard;
  return wanted >= shards || trips <= cameWith * SHRINK_AT_SHARE ? wanted : shards;
}

/** Always the same for a trip while the number of shards is. */
export function shardOf(tripId: TripId, shards: number): number {
  return textHash(tripId) % shards;
}

/** Batches that a region takes from all its shards: an eighth more calls than the reports are, at 2,000 trips. */
const BATCHES_PER_SECOND = 20;
/** A map that is told a position each 15 s does not see half a second. */
const SHARD_WINDOW_MAX_MS = 500;

/** How long a shard gathers while somebody looks: few shards may call more often each. */
export function shardWindowMs(shards: number): number {
  return Math.min(SHARD_WINDOW_MAX_MS, (shards * 1_000) / BATCHES_PER_SECOND);
}

/** Which replica takes one more viewer: the first with room, so that few are awake. Null when all are full. */
export function replicaFor(
  viewers: ReadonlyMap<number, number>,
  { replicaViewers, replicasMax }: LadderLimits,
): number | null {
  for (let replica = 0; replica < replicasMax; replica++)
    if ((viewers.get(replica) ?? 0) < replicaViewers) return replica;
  return null;
}
