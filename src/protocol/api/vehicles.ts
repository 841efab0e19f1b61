import * as z from "zod";
import { VehicleKind } from "../driver.ts";
import { RegionId, VehicleId } from "../ids.ts";
import { PlainText } from "../plain-text.ts";
import { endpoint } from "./endpoint.ts";
import { pageOf, pageQuery } from "./page.ts";
import { RowVersion } from "./row-version.ts";

const LABEL_MAX_CHARS = 60;
/** The longest number plates have nine characters; people write spaces and dashes between them. */
const PLATE_MAX_CHARS = 16;
/** A truck of 40 t, whose load fills 100 m³. */
const CAPACITY_MAX_G = 40_000_000;
const CAPACITY_MAX_ML = 100_000_000;

const content = {
  regionId: RegionId.nullable().default(null).meta({ description: "Null for one that every region may use" }),
  kind: VehicleKind,
  label: PlainText.min(1).max(LABEL_MAX_CHARS).meta({ description: "What the depot calls it" }),
  plate: PlainText.min(1).max(PLATE_MAX_CHARS).nullable().default(null),
  capacityG: z.int().min(1).max(CAPACITY_MAX_G).nullable().default(null),
  capacityMl: z.int().min(1).max(CAPACITY_MAX_ML).nullable().default(null),
};

export const NewVehicle = z.strictObject(content).meta({ id: "NewVehicle" });
export type NewVehicle = z.infer<typeof NewVehicle>;

export const VehicleChange = z
  .strictObject({ ...content, version: RowVersion.meta({ description: "Of the vehicle that was read" }) })
  .meta({ id: "VehicleChange" });
export type VehicleChange = z.infer<typeof VehicleChange>;

export const Vehicle = z
  .strictObject({
    id: VehicleId,
    regionId: RegionId.nullable(),
    kind: VehicleKind,
    label: z.string(),
    plate: z.string().nullable(),
    capacityG: z.int().nullable(),
    capacityMl: z.int().nullable(),
    retiredAt: z.int().nullable(),
    version: z.int(),
    createdAt: z.int(),
  })
  .meta({ id: "Vehicle" });
export type Vehicle = z.infer<typeof Vehicle>;

const ofVehicle = z.strictObject({ vehicleId: VehicleId });

export const createVehicle = endpoint({
  method: "post",
  path: "/vehicles",
  access: { resource: "vehicle", action: "create" },
  priority: "normal",
  operationId: "createVehicle",
  tag: "Vehicles",
  summary: "Add a vehicle to the fleet",
  body: NewVehicle,
  status: 201,
  output: Vehicle,
  errors: ["forbidden", "unavailable"],
});

export const listVehicles = endpoint({
  method: "get",
  path: "/vehicles",
  access: { resource: "vehicle", action: "list" },
  priority: "normal",
  operationId: "listVehicles",
  tag: "Vehicles",
  summary: "The fleet, by age",
  query: z.strictObject({
    ...pageQuery(VehicleId),
    regionId: RegionId.optional().meta({ description: "What stands there, and what every region may use" }),
    retired: z.enum(["true", "false"]).default("false").meta({ description: "Those that are out of use too" }),
  }),
  status: 200,
  output: pageOf(Vehicle),
  errors: ["forbidden", "unavailable"],
});

export const getVehicle = endpoint({
  method: "get",
  path: "/vehicles/:vehicleId",
  access: { resource: "vehicle", action: "read" },
  priority: "normal",
  operationId: "getVehicle",
  tag: "Vehicles",
  summary: "One vehicle",
  description: "A driver sees its own.",
  params: ofVehicle,
  status: 200,
  output: Vehicle,
  errors: ["not-found", "unavailable"],
});

export const updateVehicle = endpoint({
  method: "put",
  path: "/vehicles/:vehicleId",
  access: { resource: "vehicle", action: "update" },
  priority: "normal",
  operationId: "updateVehicle",
  tag: "Vehicles",
  summary: "Change a vehicle",
  description: "All of it. One that is out of use stays as it is.",
  params: ofVehicle,
  body: VehicleChange,
  status: 200,
  output: Vehicle,
  errors: ["forbidden", "not-found", "version-conflict", "unavailable"],
});

export const retireVehicle = endpoint({
  method: "post",
  path: "/vehicles/:vehicleId/retire",
  access: { resource: "vehicle", action: "update" },
  priority: "normal",
  operationId: "retireVehicle",
  tag: "Vehicles",
  summary: "Take a vehicle out of use",
  description: "Whoever had it has none. What it drove stays in the history.",
  params: ofVehicle,
  status: 200,
  output: Vehicle,
  errors: ["forbidden", "not-found", "unavailable"],
});
