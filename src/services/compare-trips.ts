import type { TenantQueries } from "../db/client.ts";
import { type ComparedSpan, type ComparedTrip, countComparedTrips, listComparedTrips } from "../db/compared-trips.ts";
import { failedBy } from "../db/expectations.ts";
import { savePlan } from "../db/stops.ts";
import { mendTrip } from "../db/trips.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { turnAt } from "../domain/turn.ts";
import { dbFailure } from "./db-failure.ts";
import type { LiveDeps } from "./live-deps.ts";

const MINUTE_MS = 60_000;
/** A live trip hands its positions over every ten minutes at the latest; half as much again is worth a question. */
const QUIET_MS = 15 * MINUTE_MS;
/** The cron's own step: each run is the next one's turn. */
const RUN_MS = 5 * MINUTE_MS;
/** For eight days the archive tries to copy an ended trip and have its object forget it; a day is what it waits first. */
const ENDED_SINCE_MS = 9 * 24 * 60 * MINUTE_MS;
/**
 * Each costs a call to its object. A tenant with 10,000 ended trips has compared all of them after 4.2 hours, and so five
 * times before the first of them is archived.
 */
const TRIPS_PER_TURN = 200;

export interface Compared {
  /** Objects that had written more than Postgres has, or had it confirmed, and send it again. */
  nudged: number;
  /** Rows that said something else than their object. */
  mended: number;
}

/** Holds Postgres' rows against the objects that own the facts, open trips and ended ones, some of them at a time. */
export async function compareTrips(
  deps: Pick<LiveDeps, "trip">,
  tenant: TenantQueries,
  now: number,
): Promise<Result<Compared, Failure>> {
  const compared: Compared = { nudged: 0, mended: 0 };
  const spans: ComparedSpan[] = [
    { state: "open", before: now - QUIET_MS },
    { state: "ended", from: now - ENDED_SINCE_MS, before: now - QUIET_MS },
  ];
  for (const span of spans) {
    const count = await countComparedTrips(tenant, span);
    if (!count.ok) return err(dbFailure(count.error));
    if (count.value === 0) continue;
    const turn = turnAt(now, RUN_MS, { count: count.value, limit: TRIPS_PER_TURN });
    const found = await listComparedTrips(tenant, span, turn);
    if (!found.ok) return err(dbFailure(found.error));
    for (const row of found.value) {
      const failure = await compare(deps, tenant, row, compared);
      if (failure) return err(failure);
    }
  }
  return ok(compared);
}

async function compare(
  deps: Pick<LiveDeps, "trip">,
  tenant: TenantQueries,
  row: ComparedTrip,
  compared: Compared,
): Promise<Failure | undefined> {
  const object = deps.trip(tenant.tenantId, row.id);
  const picture = await object.picture();
  // Never told of it, which is another step's to mend; or archived and forgotten.
  if (!picture) return undefined;
  const { trip, seq, confirmed } = picture;
  if (seq > row.eventSeq || confirmed.chunks > row.chunkSeq) {
    await object.sendAgain({ events: row.eventSeq, chunks: row.chunkSeq });
    compared.nudged += 1;
    return undefined;
  }
  if (trip.status === row.status && trip.stops.length === row.stopsTotal) return undefined;
  const { status, startedAt, finishedAt } = trip;
  const mended = await mendTrip(tenant, { id: row.id, seq, status, startedAt, finishedAt });
  if (!mended.ok) return dbFailure(mended.error);
  const saved = await savePlan(tenant, { trip, seq });
  if (!saved.ok && !failedBy(saved.error, "outdated")) return dbFailure(saved.error);
  compared.mended += 1;
  return undefined;
}
