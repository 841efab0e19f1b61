import { type SQL, sql } from "drizzle-orm";
import { check, foreignKey, index, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { Availability, DriverStatus, VehicleKind } from "../../protocol/driver.ts";
import * as column from "./columns.ts";
import { regions, tenants } from "./tenants.ts";

export const vehicles = pgTable(
  "vehicles",
  {
    tenantId: column.tenantId().notNull(),
    id: column.vehicleId().notNull(),
    /** Where it stands; null for one that every region may use. */
    regionId: column.regionId(),
    kind: text().$type<VehicleKind>().notNull(),
    /** What the depot calls it, such as "Van 3". */
    label: text().notNull(),
    /** A number plate leads to a person; bicycles have none. */
    plateSealed: text(),
    /** Null: no limit is planned for. */
    capacityG: integer(),
    capacityMl: integer(),
    retiredAt: column.instant(),
    version: column.version(),
    createdAt: column.createdAt(),
    updatedAt: column.updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
    foreignKey({ columns: [t.tenantId, t.regionId], foreignColumns: [regions.tenantId, regions.id] }),
    // A region's fleet.
    index("vehicles_region_idx").on(t.tenantId, t.regionId, t.id),
    check("vehicles_kind_check", column.oneOf(t.kind, VehicleKind.options)),
    check("vehicles_capacity_check", sql`${t.capacityG} > 0 and ${t.capacityMl} > 0`),
  ],
);

export const drivers = pgTable(
  "drivers",
  {
    tenantId: column.tenantId().notNull(),
    id: column.driverId().notNull(),
    homeRegionId: column.regionId().notNull(),
    /** Null between vehicles. */
    vehicleId: column.vehicleId(),
    status: text().$type<DriverStatus>().notNull().default("invited"),
    availability: text().$type<Availability>().notNull().default("off_duty"),
    nameSealed: text().notNull(),
    phoneSealed: text().notNull(),
    phoneIndex: column.bytes().notNull(),
    shiftEndsAt: column.instant(),
    /** Stops that it takes at a time; null for no limit. */
    capacityStops: integer(),
    /** Where the last duty left the driver; live positions are the region object's. Null before the first. */
    lastLat: column.latitude(),
    lastLng: column.longitude(),
    lastFixAt: column.instant(),
    lastPoint: column.pointColumn().generatedAlwaysAs((): SQL => column.pointOf(drivers.lastLat, drivers.lastLng)),
    lastCell: column.cellColumn().generatedAlwaysAs((): SQL => column.cellOf(drivers.lastLat, drivers.lastLng)),
    version: column.version(),
    createdAt: column.createdAt(),
    updatedAt: column.updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
    foreignKey({ columns: [t.tenantId, t.homeRegionId], foreignColumns: [regions.tenantId, regions.id] }),
    foreignKey({ columns: [t.tenantId, t.vehicleId], foreignColumns: [vehicles.tenantId, vehicles.id] }),
    // Sign-in and unmodified trackers find a driver by phone number, which is sealed.
    unique("drivers_phone_key").on(t.tenantId, t.phoneIndex),
    // The same before the tenant is known: ops.find_accounts.
    index("drivers_login_idx").on(t.phoneIndex),
    // The region's roster, and who of it is free.
    index("drivers_region_idx").on(t.tenantId, t.homeRegionId, t.availability),
    // Who is free, in the order of the list, over all regions.
    index("drivers_availability_idx").on(t.tenantId, t.availability, t.id),
    // Which driver has this vehicle.
    index("drivers_vehicle_idx").on(t.tenantId, t.vehicleId),
    // The ten drivers nearest to a point: ORDER BY last_point <-> point(lng, lat), re-ranked by true distance.
    index("drivers_point_idx").using("gist", t.tenantId, t.lastPoint),
    // Who was last seen in these cells.
    index("drivers_cell_idx").on(t.tenantId, t.lastCell),
    check("drivers_status_check", column.oneOf(t.status, DriverStatus.options)),
    check("drivers_availability_check", column.oneOf(t.availability, Availability.options)),
    check("drivers_position_check", column.onEarth(t.lastLat, t.lastLng)),
    check("drivers_capacity_check", sql`${t.capacityStops} > 0`),
    check("drivers_fix_check", sql`(${t.lastLat} is null) = (${t.lastFixAt} is null)`),
  ],
);
