import type { Client } from "pg";
import * as z from "zod";
import { decodeChunk } from "../../src/domain/track/chunk.ts";
import type { JudgedFix } from "../../src/protocol/live/fix.ts";
import { withClient } from "../migrate.ts";
import { wireId } from "../tenant-rows.ts";
import type { Mark, StoredTrip } from "./invariants.ts";
import type { World } from "./world.ts";

const ChunkRow = z.object({ trip_id: z.uuid(), seq: z.int(), body: z.instanceof(Uint8Array) });
const EventRow = z.object({ trip_id: z.uuid(), seq: z.int(), at: z.coerce.number(), actor: z.string() });
const MarkRow = z.object({ id: z.uuid(), event_seq: z.int(), chunk_seq: z.int() });
const CountRow = z.object({ count: z.coerce.number() });

/** Where to read, and whose rows. */
export interface Books {
  readonly ownerUrl: World["ownerUrl"];
  readonly place: Pick<World["place"], "tenantUuid">;
}

/** All that Postgres holds of these trips: the fixes out of their chunks, and the lines of their logs. */
export async function readTrips(world: Books, tripIds: readonly string[]): Promise<StoredTrip[]> {
  const wanted = new Set(tripIds);
  const [chunks, events] = await inBooks(world, async (client) => {
    const of = [world.place.tenantUuid];
    const chunkRows = await client.query("SELECT trip_id, seq, body FROM track_chunks WHERE tenant_id = $1", of);
    const eventRows = await client.query(
      "SELECT trip_id, seq, extract(epoch FROM happened_at) * 1000 AS at, actor FROM events WHERE tenant_id = $1",
      of,
    );
    return [z.array(ChunkRow).parse(chunkRows.rows), z.array(EventRow).parse(eventRows.rows)] as const;
  });
  const chunksOf = Map.groupBy(chunks, ({ trip_id: id }) => wireId("trip", id));
  const eventsOf = Map.groupBy(events, ({ trip_id: id }) => wireId("trip", id));
  const found = new Set([...chunksOf.keys(), ...eventsOf.keys()].filter((id) => wanted.has(id)));
  return [...found].map((tripId) => ({
    tripId,
    chunks: (chunksOf.get(tripId) ?? []).map(({ seq, body }) => ({ seq, fixes: judged(body) })),
    events: (eventsOf.get(tripId) ?? []).map(({ seq, at, actor }) => {
      return { seq, happenedAt: Math.round(at), isManual: actor.startsWith("drv_") };
    }),
  }));
}

/** Every fix of these trips with all that was made of it. */
export async function readFixes(world: Books, tripIds: readonly string[]): Promise<Map<string, JudgedFix[]>> {
  const rows = await inBooks(world, async (client) => {
    const query = "SELECT trip_id, seq, body FROM track_chunks WHERE tenant_id = $1 ORDER BY trip_id, seq";
    return z.array(ChunkRow).parse((await client.query(query, [world.place.tenantUuid])).rows);
  });
  const wanted = new Set(tripIds);
  const byTrip = Map.groupBy(rows, ({ trip_id: id }) => wireId("trip", id));
  return new Map(
    [...byTrip]
      .filter(([id]) => wanted.has(id))
      .map(([id, chunks]) => [id, chunks.flatMap(({ body }) => judged(body))]),
  );
}

/** What each trip's row says that it has. */
export async function readMarks(world: Books): Promise<Map<string, Mark>> {
  const { rows } = await inBooks(world, (client) =>
    client.query("SELECT id, event_seq, chunk_seq FROM trips WHERE tenant_id = $1", [world.place.tenantUuid]),
  );
  const marks = z.array(MarkRow).parse(rows);
  return new Map(marks.map(({ id, event_seq: events, chunk_seq: chunks }) => [wireId("trip", id), { events, chunks }]));
}

/** What the ledger gave up on; of a healthy run there is nothing. */
export async function countDeadLetters(world: Books): Promise<number> {
  const { rows } = await inBooks(world, (client) =>
    client.query("SELECT count(*) FROM dead_letters WHERE replayed_at IS NULL"),
  );
  return CountRow.parse(rows[0]).count;
}

/** As the tenant itself: Postgres shows its owner, too, the rows of one tenant at a time. */
export function inBooks<T>({ ownerUrl, place }: Books, work: (client: Client) => Promise<T>): Promise<T> {
  return withClient(ownerUrl(), async (client) => {
    await client.query("SELECT set_config('app.tenant', $1, false)", [place.tenantUuid]);
    return work(client);
  });
}

function judged(body: Uint8Array): readonly JudgedFix[] {
  const chunk = decodeChunk(body);
  if (!chunk.ok) throw new Error(`a chunk in Postgres is ${chunk.error.tag}`);
  return chunk.value;
}
