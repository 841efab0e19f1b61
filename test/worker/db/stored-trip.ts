import { statements, type TenantQueries } from "../../../src/db/client.ts";
import { trackChunks } from "../../../src/db/schema/events.ts";
import { trips } from "../../../src/db/schema/trips.ts";
import { encodeChunk } from "../../../src/domain/track/chunk.ts";
import { summariseTrack } from "../../../src/domain/track/summary.ts";
import { typeIdFromBytes } from "../../../src/domain/typeid.ts";
import { type DriverId, type RegionId, TripId } from "../../../src/protocol/ids.ts";
import type { JudgedFix } from "../../../src/protocol/live/fix.ts";
import { valueOf } from "../services/people-fixture.ts";

/** A trip that only Postgres knows, with its track in chunks of so many fixes. */
export async function storeTrip(
  tenant: TenantQueries,
  { regionId, driverId }: { readonly regionId: RegionId; readonly driverId: DriverId },
  fixes: readonly JudgedFix[],
  perChunk: number,
): Promise<TripId> {
  const { tenantId } = tenant;
  const tripId = TripId.parse(typeIdFromBytes("trip", crypto.getRandomValues(new Uint8Array(16))));
  const { startedAt, endedAt: finishedAt } = summariseTrack(fixes);
  const row = { tenantId, id: tripId, regionId, driverId, status: "completed", startedAt, finishedAt } as const;
  valueOf(await tenant.run("test.trip", statements.insert(trips).values(row)));
  for (let start = 0; start < fixes.length; start += perChunk) {
    const some = fixes.slice(start, start + perChunk);
    const { count: fixCount, startedAt: from, endedAt } = summariseTrack(some);
    const chunk = { tenantId, tripId, driverId, startedAt: from, endedAt, fixCount, seq: 1 + start / perChunk };
    valueOf(
      await tenant.run("test.chunk", statements.insert(trackChunks).values({ ...chunk, body: encodeChunk(some) })),
    );
  }
  return tripId;
}

/** A minute and more of driving, which began so long ago. */
export function driveOf(count: number, startedAt: number): JudgedFix[] {
  return Array.from({ length: count }, (_, index): JudgedFix => {
    const at = startedAt + 5_000 * index;
    const place = { lat: 52.5 + index / 1e4, lng: 13.4 + (index % 10) / 1e5 };
    const measured = { accuracyM: 5, speedMps: 8, headingDeg: 10, flags: 0 };
    return {
      seq: index + 1,
      at,
      ...place,
      ...measured,
      receivedAt: at + 100,
      fixedAt: at,
      verdict: "live",
      reason: "none",
    };
  });
}
