import { asc, eq, sql } from "drizzle-orm";
import { statements, type TenantQueries } from "../../../src/db/client.ts";
import { events, trackChunks } from "../../../src/db/schema/events.ts";
import { shipments } from "../../../src/db/schema/shipments.ts";
import { stops, trips } from "../../../src/db/schema/trips.ts";
import { encodeChunk } from "../../../src/domain/track/chunk.ts";
import { toBase64url } from "../../../src/platform/base64url.ts";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import type { Trip } from "../../../src/protocol/api/trips.ts";
import type { LedgerJob } from "../../../src/protocol/jobs.ts";
import type { TripId } from "../../../src/protocol/ids.ts";
import type { JudgedFix } from "../../../src/protocol/live/fix.ts";
import type { TripEvent, TripEventBody } from "../../../src/protocol/live/trip-event.ts";
import { addActiveDriver, newShipment, newTrip, stopFor } from "./trip-place.ts";
import { newOffice, type Office, valueOf } from "./people-fixture.ts";

const MINUTE_MS = 60_000;
/** Long enough ago that nothing of a test is in the future. */
export const BEGIN = Date.now() - 60 * MINUTE_MS;

/** A planned trip with one stop, and the letters that its object could send. */
export async function plannedRound(at?: Office) {
  const office = at ?? (await newOffice());
  const driver = await addActiveDriver(office, office.north);
  const shipment = await newShipment(office);
  const trip = await newTrip(office, driver.driverId, [stopFor(shipment, 52.51)]);
  const [stop] = trip.stops;
  if (!stop) throw new Error("the stop is missing");
  return { office, driver, shipment, trip, stopId: stop.stopId };
}

/** The n-th line of a log, a minute after the one before. */
export function line(seq: number, body: TripEventBody, happenedAt = BEGIN + seq * MINUTE_MS): TripEvent {
  return { seq, id: newRowId.event(), actor: "system", happenedAt, recordedAt: BEGIN + seq * MINUTE_MS, body };
}

export function stopLine(seq: number, stopId: Trip["stops"][number]["stopId"], status: "arrived" | "done" | "failed") {
  return line(seq, { kind: "stop", stopId, status, source: "manual", reason: null });
}

export function tripLine(seq: number, status: "active" | "completed" | "cancelled") {
  return line(seq, { kind: "trip", status });
}

/** Twenty fixes northwards, one a second and ten metres each. */
export function chunk(seq: number, startedAt = BEGIN + seq * MINUTE_MS, lat = 52.5): LedgerJob["chunks"][number] {
  const fixes = Array.from({ length: 20 }, (_, index): JudgedFix => {
    const at = startedAt + index * 1_000;
    const place = { lat: lat + index * 0.00009, lng: 13.4, accuracyM: 5, speedMps: 10, headingDeg: 0, flags: 0 };
    return { seq: seq * 100 + index, at, ...place, receivedAt: at, fixedAt: at, verdict: "live", reason: "none" };
  });
  return { seq, startedAt, endedAt: startedAt + 19_000, fixes: toBase64url(encodeChunk(fixes)) };
}

export function letter(
  { id, driverId }: Pick<Trip, "id" | "driverId">,
  { tenantId }: Pick<Office, "tenantId">,
  content: Partial<Pick<LedgerJob, "events" | "chunks">>,
): LedgerJob {
  return { kind: "ledger", tenantId, tripId: id, driverId, events: [], chunks: [], ...content };
}

/** What Postgres has of a trip. */
export async function written(tenant: TenantQueries, tripId: TripId) {
  const seqs = (table: typeof events | typeof trackChunks) =>
    statements.select({ seq: table.seq }).from(table).where(eq(table.tripId, tripId)).orderBy(asc(table.seq));
  const found = await tenant.batch("test.written", [
    statements.select().from(trips).where(eq(trips.id, tripId)),
    statements.select().from(stops).where(eq(stops.tripId, tripId)).orderBy(asc(stops.position)),
    statements.select().from(shipments).where(eq(shipments.tripId, tripId)).orderBy(asc(shipments.id)),
    seqs(events),
    seqs(trackChunks),
    statements
      .select({ n: sql<number>`count(*)::int` })
      .from(sql`dead_letters`)
      .where(sql`message_id like ${`${tripId}:%`}`),
  ]);
  const [[trip], itsStops, itsShipments, lines, chunks, [dead]] = valueOf(found);
  if (!trip) throw new Error("the trip is missing");
  return {
    trip,
    stops: itsStops,
    shipments: itsShipments,
    events: lines.map(({ seq }) => seq),
    chunks: chunks.map(({ seq }) => seq),
    dead: dead?.n,
  };
}
