import { sql } from "drizzle-orm";
import { bigint, check, foreignKey, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { SosState } from "../../protocol/sos.ts";
import * as column from "./columns.ts";
import { drivers } from "./drivers.ts";
import { regions } from "./tenants.ts";
import { trips } from "./trips.ts";

/** Drivers' calls for help, as the tenant's desk told them: it decides, this is the record. */
export const sosCalls = pgTable(
  "sos_calls",
  {
    tenantId: column.tenantId().notNull(),
    /** Made by the device. */
    id: column.sosId().notNull(),
    regionId: column.regionId().notNull(),
    driverId: column.driverId().notNull(),
    /** Null off duty. */
    tripId: column.tripId(),
    state: text().$type<SosState>().notNull(),
    raisedAt: column.instant().notNull(),
    presses: integer().notNull(),
    note: text(),
    /** Where the driver said to be last. */
    lat: column.latitude(),
    lng: column.longitude(),
    locatedAt: column.instant(),
    acknowledgedBy: column.userId(),
    acknowledgedAt: column.instant(),
    /** A user's or the driver's id. */
    closedBy: text(),
    closedAt: column.instant(),
    closingNote: text(),
    /** Counted by the desk: an older state that comes late changes nothing. */
    rev: bigint({ mode: "number" }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.regionId], foreignColumns: [regions.tenantId, regions.id] }),
    foreignKey({ columns: [t.tenantId, t.driverId], foreignColumns: [drivers.tenantId, drivers.id] }),
    foreignKey({ columns: [t.tenantId, t.tripId], foreignColumns: [trips.tenantId, trips.id] }),
    // The list: open ones first, the newest first.
    index("sos_calls_open_idx").on(t.tenantId, sql`(${t.closedAt} is null)`, t.id),
    // A region's, a driver's and a trip's calls.
    index("sos_calls_region_idx").on(t.tenantId, t.regionId),
    index("sos_calls_driver_idx").on(t.tenantId, t.driverId),
    index("sos_calls_trip_idx").on(t.tenantId, t.tripId),
    check("sos_calls_state_check", column.oneOf(t.state, SosState.options)),
    check("sos_calls_position_check", column.onEarth(t.lat, t.lng)),
    check(
      "sos_calls_end_check",
      sql`(${t.closedAt} is null) = (${t.state} in ('open', 'acknowledged'))
        and (${t.closedAt} is null) = (${t.closingNote} is null) and (${t.closedAt} is null) = (${t.closedBy} is null)`,
    ),
  ],
);
