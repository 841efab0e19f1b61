import * as z from "zod";

export const DriverStatus = z.enum(["invited", "active", "suspended"]);
export type DriverStatus = z.infer<typeof DriverStatus>;

export const Availability = z.enum(["off_duty", "available", "on_trip", "on_break"]);
export type Availability = z.infer<typeof Availability>;

export const VehicleKind = z.enum(["bicycle", "cargo_bike", "scooter", "car", "van", "truck"]);
export type VehicleKind = z.infer<typeof VehicleKind>;
