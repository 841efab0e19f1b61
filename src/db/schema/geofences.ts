import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  doublePrecision,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from "drizzle-orm/pg-core";
import { GeofenceKind } from "../../protocol/geofence.ts";
import * as column from "./columns.ts";
import { regions } from "./tenants.ts";

export const geofences = pgTable(
  "geofences",
  {
    tenantId: column.tenantId().notNull(),
    id: column.geofenceId().notNull(),
    regionId: column.regionId().notNull(),
    name: text().notNull(),
    kind: text().$type<GeofenceKind>().notNull(),
    /** A circle has these three, a polygon the GeoJSON below. */
    lat: column.latitude(),
    lng: column.longitude(),
    radiusM: doublePrecision(),
    polygon: jsonb(),
    active: boolean().notNull().default(true),
    version: column.version(),
    createdAt: column.createdAt(),
    updatedAt: column.updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.regionId], foreignColumns: [regions.tenantId, regions.id] }),
    // A region's fences, loaded whole into its objects.
    index("geofences_region_idx").on(t.tenantId, t.regionId),
    check("geofences_kind_check", column.oneOf(t.kind, GeofenceKind.options)),
    check("geofences_position_check", column.onEarth(t.lat, t.lng)),
    check(
      "geofences_shape_check",
      sql`case ${t.kind} when 'circle' then ${t.lat} is not null and ${t.radiusM} > 0 and ${t.radiusM} is not null and ${t.polygon} is null else ${t.lat} is null and ${t.radiusM} is null and ${t.polygon} is not null end`,
    ),
  ],
);
