import { type AnyColumn, type SQL, sql } from "drizzle-orm";
import {
  boolean,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
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
    /** A circle has these three, a polygon its GeoJSON, a corridor its GeoJSON LineString and how wide it is. */
    lat: column.latitude(),
    lng: column.longitude(),
    radiusM: doublePrecision(),
    polygon: jsonb(),
    line: jsonb(),
    widthM: doublePrecision(),
    /** Which crossings become events; how long somebody has to be inside to dwell, null for never. */
    onEnter: boolean().notNull().default(true),
    onLeave: boolean().notNull().default(true),
    dwellSeconds: integer(),
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
    check("geofences_shape_check", hasItsShape(t)),
    check("geofences_dwell_check", sql`${t.dwellSeconds} between 60 and 86400`),
  ],
);

type ShapeColumns = Record<"kind" | "lat" | "radiusM" | "polygon" | "line" | "widthM", AnyColumn>;

/** Everything that its kind has, and nothing of another's. */
function hasItsShape({ kind, lat, radiusM, polygon, line, widthM }: ShapeColumns): SQL {
  return sql`case ${kind}
    when 'circle' then ${lat} is not null and ${radiusM} > 0 and ${radiusM} is not null and num_nonnulls(${polygon}, ${line}, ${widthM}) = 0
    when 'polygon' then ${polygon} is not null and num_nonnulls(${lat}, ${radiusM}, ${line}, ${widthM}) = 0
    else ${line} is not null and ${widthM} > 0 and ${widthM} is not null and num_nonnulls(${lat}, ${radiusM}, ${polygon}) = 0 end`;
}
