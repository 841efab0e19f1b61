import { env } from "cloudflare:workers";
import { type LadderLimits, shardOf } from "../../../src/domain/region/ladder.ts";
import { regionHashes } from "../../../src/domain/region/checksum.ts";
import { regionReplica, regionShard } from "../../../src/platform/object-stubs.ts";
import type { ReportDemand, TripReport } from "../../../src/protocol/live/trip-report.ts";
import { LOOKER, type MapClient, type Place } from "./region-fixture.ts";

/** A region for one map and ten trips; all that is above goes up the ladder. */
export const LOW: LadderLimits = { tripsPerShard: 10, shardsMax: 3, rootViewers: 1, replicaViewers: 2, replicasMax: 2 };

export const shardAt = (place: Place, number: number) => regionShard(env, place, number);
export const replicaAt = (place: Place, number: number) => regionReplica(env, place, number);

/** As a trip does it: to where the last answer said. */
export async function reportUp(
  place: Place,
  report: TripReport,
  { shards = 0 }: ReportDemand,
  isNews = false,
): Promise<ReportDemand> {
  if (shards === 0) return place.region.report(report);
  return shardAt(place, shardOf(report.tripId, shards)).report(report, isNews);
}

/** Whether a map shows exactly what the region knows. */
export function shows(map: MapClient, wanted: ReturnType<typeof regionHashes>): boolean {
  const own = regionHashes(map.replica.drivers());
  return own.roster === wanted.roster && own.points === wanted.points;
}

/** What the region knows, to compare with. */
export async function truthOf({ region }: Place): Promise<ReturnType<typeof regionHashes>> {
  const picture = await region.snapshot(LOOKER);
  if (!picture.ok) throw new Error("the region is not open");
  return regionHashes(picture.value.drivers);
}
