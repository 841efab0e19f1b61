import { sql } from "drizzle-orm";
import {
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
} from "drizzle-orm/pg-core";
import * as column from "./columns.ts";
import { trips } from "./trips.ts";

/** What happened on a trip, append-only: the app's role may neither change nor delete a row. */
export const events = pgTable(
  "events",
  {
    tenantId: column.tenantId().notNull(),
    tripId: column.tripId().notNull(),
    /** Counted by the trip's object from 1 without a gap; a missing number means that the ledger is behind. */
    seq: integer().notNull(),
    id: column.eventId().notNull(),
    kind: text().notNull(),
    stopId: column.stopId(),
    shipmentId: column.shipmentId(),
    /** Who did it: a driver's or user's id, or a system's name. */
    actor: text().notNull(),
    /** By the clock of the device that saw it, and when the object accepted it. */
    happenedAt: column.instant().notNull(),
    recordedAt: column.instant().notNull(),
    body: jsonb().notNull().default({}),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.tripId, t.seq] }),
    foreignKey({ columns: [t.tenantId, t.tripId], foreignColumns: [trips.tenantId, trips.id] }),
    // The ledger delivers at least once: the second copy of an event does nothing.
    unique("events_id_key").on(t.tenantId, t.id),
    // A shipment's timeline, over all its trips.
    index("events_shipment_idx").on(t.tenantId, t.shipmentId, t.happenedAt),
    check("events_seq_check", sql`${t.seq} >= 1`),
  ],
);

/**
 * Where drivers went: encoded runs of positions, 7 to 10 bytes each instead of 150 for a row of their own.
 * One partition for each UTC day of started_at, so that retention is a DROP. No foreign key: a day must drop in
 * milliseconds, and the object that writes a chunk may be ahead of the trip's row.
 */
export const trackChunks = pgTable(
  "track_chunks",
  {
    tenantId: column.tenantId().notNull(),
    tripId: column.tripId().notNull(),
    /** Sealed into the chunk by its object and never computed again: it is part of the key. */
    startedAt: column.instant().notNull(),
    seq: integer().notNull(),
    driverId: column.driverId().notNull(),
    endedAt: column.instant().notNull(),
    fixCount: integer().notNull(),
    /** Null where none of the fixes is shown: a rejected one may lie anywhere, or nowhere. */
    minLat: doublePrecision(),
    minLng: doublePrecision(),
    maxLat: doublePrecision(),
    maxLng: doublePrecision(),
    body: column.bytes().notNull(),
  },
  (t) => [
    // A trip's track in order; also makes the second delivery of a chunk do nothing.
    primaryKey({ columns: [t.tenantId, t.tripId, t.startedAt, t.seq] }),
    // A driver's own data, to show it or to erase it.
    index("track_chunks_driver_idx").on(t.tenantId, t.driverId, t.startedAt),
    check("track_chunks_count_check", sql`${t.fixCount} > 0`),
    check("track_chunks_times_check", sql`${t.endedAt} >= ${t.startedAt}`),
    check("track_chunks_box_check", sql`${t.minLat} <= ${t.maxLat} and ${t.minLng} <= ${t.maxLng}`),
  ],
);
