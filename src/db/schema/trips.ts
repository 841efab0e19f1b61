import { type SQL, sql } from "drizzle-orm";
import { check, foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { StopStatus, TripStatus } from "../../protocol/trip.ts";
import * as column from "./columns.ts";
import { drivers, vehicles } from "./drivers.ts";
import { regions, tenants } from "./tenants.ts";

export const trips = pgTable(
  "trips",
  {
    tenantId: column.tenantId().notNull(),
    id: column.tripId().notNull(),
    regionId: column.regionId().notNull(),
    driverId: column.driverId().notNull(),
    vehicleId: column.vehicleId(),
    status: text().$type<TripStatus>().notNull().default("planned"),
    plannedStartAt: column.instant(),
    startedAt: column.instant(),
    finishedAt: column.instant(),
    /** When the last stop should be done; null without stops. */
    etaAt: column.instant(),
    stopsTotal: integer().notNull().default(0),
    stopsDone: integer().notNull().default(0),
    /** The way through its stops and the time at their doors as estimated before it began; null without stops. */
    plannedM: integer(),
    plannedSeconds: integer(),
    /** What was driven, known when the trip ends. */
    distanceM: integer(),
    /** Encoded, simplified path for maps of the past; the full track is in the chunks and then the archive. */
    polyline: text(),
    /** Up to where the ledger has all of the object's events and chunks; what comes after is still on its way. */
    eventSeq: integer().notNull().default(0),
    chunkSeq: integer().notNull().default(0),
    /** The events that the status and the plan stand for: a message that was overtaken takes nothing back. */
    statusSeq: integer().notNull().default(0),
    planSeq: integer().notNull().default(0),
    version: column.version(),
    createdAt: column.createdAt(),
    updatedAt: column.updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
    foreignKey({ columns: [t.tenantId, t.regionId], foreignColumns: [regions.tenantId, regions.id] }),
    foreignKey({ columns: [t.tenantId, t.driverId], foreignColumns: [drivers.tenantId, drivers.id] }),
    foreignKey({ columns: [t.tenantId, t.vehicleId], foreignColumns: [vehicles.tenantId, vehicles.id] }),
    // One object a driver: nobody is on two trips at once.
    uniqueIndex("trips_open_key")
      .on(t.tenantId, t.driverId)
      .where(sql`status in ('active', 'paused')`),
    // The console's list of a region: open trips first, then the newest.
    index("trips_region_idx").on(t.tenantId, t.regionId, t.status, t.createdAt),
    // The trips of some days: by when they began, should begin, or were made.
    index("trips_day_idx").on(t.tenantId, sql`coalesce(started_at, planned_start_at, created_at)`),
    // A driver's history.
    index("trips_driver_idx").on(t.tenantId, t.driverId, t.createdAt),
    // Reconciliation: what has not stirred for a while and should be over, or begun.
    index("trips_quiet_idx")
      .on(t.tenantId, t.updatedAt)
      .where(sql`status in ('planned', 'active', 'paused')`),
    // How a span of days went, over all regions.
    index("trips_finished_idx").on(t.tenantId, t.finishedAt),
    // What a vehicle drove.
    index("trips_vehicle_idx").on(t.tenantId, t.vehicleId),
    check("trips_status_check", column.oneOf(t.status, TripStatus.options)),
    check("trips_progress_check", sql`${t.stopsDone} between 0 and ${t.stopsTotal}`),
    check("trips_times_check", sql`${t.finishedAt} >= ${t.startedAt}`),
  ],
);

export const stops = pgTable(
  "stops",
  {
    tenantId: column.tenantId().notNull(),
    id: column.stopId().notNull(),
    tripId: column.tripId().notNull(),
    /** Order in the plan; gaps are fine, and a re-plan may pass through ties. */
    position: integer().notNull(),
    status: text().$type<StopStatus>().notNull().default("pending"),
    lat: column.latitude().notNull(),
    lng: column.longitude().notNull(),
    point: column.pointColumn().generatedAlwaysAs((): SQL => column.pointOf(stops.lat, stops.lng)),
    cell: column.cellColumn().generatedAlwaysAs((): SQL => column.cellOf(stops.lat, stops.lng)),
    windowStartsAt: column.instant(),
    windowEndsAt: column.instant(),
    serviceSeconds: integer().notNull().default(0),
    plannedArriveAt: column.instant(),
    plannedDepartAt: column.instant(),
    etaAt: column.instant(),
    arrivedAt: column.instant(),
    departedAt: column.instant(),
    /** The trip's event that the status stands for. */
    eventSeq: integer().notNull().default(0),
    version: column.version(),
    createdAt: column.createdAt(),
    updatedAt: column.updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.tripId], foreignColumns: [trips.tenantId, trips.id] }),
    // A trip's plan in order.
    index("stops_plan_idx").on(t.tenantId, t.tripId, t.position),
    // The stops nearest to a point: ORDER BY point <-> point(lng, lat).
    index("stops_point_idx").using("gist", t.tenantId, t.point),
    // The stops in these cells, for clustering and heat maps.
    index("stops_cell_idx").on(t.tenantId, t.cell),
    check("stops_status_check", column.oneOf(t.status, StopStatus.options)),
    check("stops_position_check", column.onEarth(t.lat, t.lng)),
    check("stops_window_check", sql`${t.windowEndsAt} > ${t.windowStartsAt}`),
    check("stops_times_check", sql`${t.departedAt} >= ${t.arrivedAt}`),
    check("stops_service_check", sql`${t.serviceSeconds} >= 0`),
  ],
);
