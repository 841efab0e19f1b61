import { sql } from "drizzle-orm";
import { check, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { LocationSurface, ViewerRole } from "../../protocol/location-view.ts";
import * as column from "./columns.ts";

/**
 * Who saw where a driver was, for the driver to read. One row an hour, however often somebody looked in it: a console that
 * is open all day writes 24. One partition for each UTC day of the hour, and no foreign key, as with track chunks.
 */
export const locationViews = pgTable(
  "location_views",
  {
    tenantId: column.tenantId().notNull(),
    driverId: column.driverId().notNull(),
    /** The beginning of the UTC hour that the row stands for. */
    hour: column.instant().notNull(),
    /** A person's, key's or link's id. */
    viewer: text().notNull(),
    surface: text().$type<LocationSurface>().notNull(),
    id: column.locationViewId().notNull(),
    /** What the viewer was then; roles change. */
    viewerRole: text().$type<ViewerRole>().notNull(),
    /** Null where a driver was looked at outside a trip. */
    tripId: column.tripId(),
    startedAt: column.instant().notNull(),
    lastAt: column.instant().notNull(),
  },
  (t) => [
    // What makes the next look within the hour an update.
    primaryKey({ columns: [t.tenantId, t.driverId, t.hour, t.viewer, t.surface] }),
    // A driver's log, newest first.
    index("location_views_driver_idx").on(t.tenantId, t.driverId, t.id),
    check("location_views_surface_check", column.oneOf(t.surface, LocationSurface.options)),
    check("location_views_role_check", column.oneOf(t.viewerRole, ViewerRole.options)),
    check("location_views_times_check", sql`${t.lastAt} >= ${t.startedAt} and ${t.startedAt} >= ${t.hour}`),
  ],
);
