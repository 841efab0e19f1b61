import * as z from "zod";
import { GeofenceRules, GeofenceShape } from "../geofence.ts";
import { GeofenceId, RegionId } from "../ids.ts";
import { PlainText } from "../plain-text.ts";
import { endpoint } from "./endpoint.ts";
import { pageOf, pageQuery } from "./page.ts";
import { RowVersion } from "./row-version.ts";

const NAME_MAX_CHARS = 60;

const content = {
  name: PlainText.min(1).max(NAME_MAX_CHARS),
  shape: GeofenceShape,
  rules: GeofenceRules,
  active: z.boolean().meta({ description: "One that is not active is kept and watched by no trip" }),
};

export const Geofence = z
  .strictObject({
    id: GeofenceId,
    regionId: RegionId,
    ...content,
    version: z.int(),
    createdAt: z.int(),
    updatedAt: z.int(),
  })
  .meta({ id: "Geofence" });
export type Geofence = z.infer<typeof Geofence>;

export const NewGeofence = z
  .strictObject({ regionId: RegionId, ...content, active: content.active.default(true) })
  .meta({ id: "NewGeofence" });
export type NewGeofence = z.infer<typeof NewGeofence>;

export const GeofenceChange = z
  .strictObject({
    ...content,
    version: RowVersion.meta({ description: "The version that was read; another one meanwhile is a conflict" }),
  })
  .meta({ id: "GeofenceChange" });
export type GeofenceChange = z.infer<typeof GeofenceChange>;

const ofFence = z.strictObject({ geofenceId: GeofenceId });
const common = { tag: "Geofences", status: 200 } as const;

export const listGeofences = endpoint({
  ...common,
  method: "get",
  path: "/geofences",
  access: { resource: "geofence", action: "list" },
  priority: "normal",
  operationId: "listGeofences",
  summary: "The geofences one may see, oldest first",
  description:
    "A dispatcher who is limited to regions sees those of them, a driver those of the region it is at home in.",
  query: z.strictObject({ ...pageQuery(GeofenceId), regionId: RegionId.optional() }),
  output: pageOf(Geofence),
  errors: ["forbidden", "unavailable"],
});

export const createGeofence = endpoint({
  ...common,
  method: "post",
  path: "/geofences",
  access: { resource: "geofence", action: "create" },
  priority: "normal",
  operationId: "createGeofence",
  summary: "Draw a geofence",
  description:
    "The region's trips watch it at once; one that cannot be reached then does with the next thing that happens on it.",
  body: NewGeofence,
  status: 201,
  output: Geofence,
  errors: ["forbidden", "conflict", "unavailable"],
});

export const getGeofence = endpoint({
  ...common,
  method: "get",
  path: "/geofences/:geofenceId",
  access: { resource: "geofence", action: "read" },
  priority: "normal",
  operationId: "getGeofence",
  summary: "One geofence",
  params: ofFence,
  output: Geofence,
  errors: ["not-found", "unavailable"],
});

export const replaceGeofence = endpoint({
  ...common,
  method: "put",
  path: "/geofences/:geofenceId",
  access: { resource: "geofence", action: "update" },
  priority: "normal",
  operationId: "replaceGeofence",
  summary: "Change a geofence",
  description: "It stays in its region. Whoever is inside stays inside if the new shape still says so.",
  params: ofFence,
  body: GeofenceChange,
  output: Geofence,
  errors: ["not-found", "version-conflict", "unavailable"],
});

export const deleteGeofence = endpoint({
  ...common,
  method: "delete",
  path: "/geofences/:geofenceId",
  access: { resource: "geofence", action: "delete" },
  priority: "normal",
  operationId: "deleteGeofence",
  summary: "Take a geofence away",
  description: "What happened at it stays in the trips' logs. Trips that are inside are told nothing more of it.",
  params: ofFence,
  output: z.strictObject({ deleted: z.literal(true) }),
  errors: ["not-found", "unavailable"],
});
