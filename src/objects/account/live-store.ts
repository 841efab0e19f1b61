import * as z from "zod";
import { RegionId, TripId } from "../../protocol/ids.ts";
import type { Migration } from "../lib/sqlite-migrations.ts";

export const LIVE_TABLES: Migration = {
  id: "0002-live",
  sql: `
    CREATE TABLE live_places (
      place TEXT NOT NULL, session_id TEXT NOT NULL, expires_at INTEGER NOT NULL, ending INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (place, session_id)
    ) WITHOUT ROWID;
    CREATE TABLE duty (only INTEGER PRIMARY KEY CHECK (only = 1), trip_id TEXT NOT NULL);
  `,
};

/** A trip or a region, whose object may hold sockets of this person. */
export const LivePlace = z.union([TripId, RegionId]);
export type LivePlace = z.infer<typeof LivePlace>;

export interface EndedPlace {
  readonly place: LivePlace;
  readonly sessionId: string;
}

const EndedRow = z.object({ place: LivePlace, session_id: z.string() });

/** Where a person's sessions may be connected, and a driver's open trip: so that Postgres is not needed to come back. */
export class LiveStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  remember(place: LivePlace, sessionId: string, expiresAt: number): void {
    this.#sql.exec("INSERT OR REPLACE INTO live_places VALUES (?, ?, ?, 0)", place, sessionId, expiresAt);
  }

  /** What a person may see has changed: every socket has to prove itself again. */
  endAll(): void {
    this.#sql.exec("UPDATE live_places SET ending = 1");
  }

  /** Where sockets may be open that belong to no living session any more. */
  ended(now: number): EndedPlace[] {
    const query = `SELECT place, session_id FROM live_places WHERE ending = 1 OR session_id NOT IN (
      SELECT id FROM sessions WHERE ended_at IS NULL AND expires_at > ?)`;
    return this.#sql.exec(query, now).toArray().map(readEnded);
  }

  forget({ place, sessionId }: EndedPlace): void {
    this.#sql.exec("DELETE FROM live_places WHERE place = ? AND session_id = ?", place, sessionId);
  }

  setDuty(tripId: TripId | null): void {
    if (tripId === null) this.#sql.exec("DELETE FROM duty");
    else this.#sql.exec("INSERT OR REPLACE INTO duty VALUES (1, ?)", tripId);
  }

  duty(): TripId | null {
    const [row] = this.#sql.exec<{ trip_id: string }>("SELECT trip_id FROM duty");
    return row ? TripId.parse(row.trip_id) : null;
  }

  /** Sockets in these places have ended by themselves: their tickets' time is over. */
  sweep(now: number): void {
    this.#sql.exec("DELETE FROM live_places WHERE expires_at <= ?", now);
  }

  nextExpiry(): number | null {
    return this.#sql.exec<{ at: number | null }>("SELECT min(expires_at) AS at FROM live_places").one().at;
  }
}

function readEnded(row: unknown): EndedPlace {
  const { place, session_id: sessionId } = EndedRow.parse(row);
  return { place, sessionId };
}
