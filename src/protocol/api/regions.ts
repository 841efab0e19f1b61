import * as z from "zod";
import { FENCE_VERTICES_MAX } from "../geofence.ts";
import { RegionId } from "../ids.ts";
import { Latitude, Longitude } from "../live/trip-brief.ts";
import { PlainText } from "../plain-text.ts";
import { endpoint } from "./endpoint.ts";
import { IfMatch } from "./entity-tag.ts";
import { pageOf, pageQuery } from "./page.ts";

const NAME_MAX_CHARS = 60;
/** The longest of the time zone database has 32. */
const ZONE_MAX_CHARS = 64;

export const RegionName = z.strictObject({ id: RegionId, name: z.string() }).meta({ id: "RegionName" });
export type RegionName = z.infer<typeof RegionName>;

const Area = z
  .array(z.strictObject({ lat: Latitude, lng: Longitude }))
  .max(FENCE_VERTICES_MAX)
  .meta({
    description: "Corners of the service area: the last is joined to the first, and no two sides cross",
    examples: [
      [
        { lat: 52.5, lng: 13.3 },
        { lat: 52.5, lng: 13.5 },
        { lat: 52.6, lng: 13.4 },
      ],
    ],
  });

const content = {
  name: PlainText.min(1).max(NAME_MAX_CHARS),
  timeZone: z
    .string()
    .max(ZONE_MAX_CHARS)
    .meta({ description: "An IANA name; it decides what today means there", examples: ["Europe/Berlin", "UTC"] }),
  area: Area,
};

export const Region = z
  .strictObject({
    ...RegionName.shape,
    timeZone: z.string().meta({ description: "An IANA name; it decides what today means there" }),
    bounds: z
      .strictObject({ south: z.number(), west: z.number(), north: z.number(), east: z.number() })
      .nullable()
      .meta({ description: "Around the service area; east may pass 180 degrees" }),
    closedAt: z.int().nullable().meta({ description: "Since when nothing new begins there; null while it is open" }),
  })
  .meta({ id: "Region" });
export type Region = z.infer<typeof Region>;

export const RegionDetail = z
  .strictObject({ ...Region.shape, area: Area, version: z.int(), createdAt: z.int(), updatedAt: z.int() })
  .meta({ id: "RegionDetail" });
export type RegionDetail = z.infer<typeof RegionDetail>;

export const NewRegion = z.strictObject(content).meta({ id: "NewRegion" });
export type NewRegion = z.infer<typeof NewRegion>;

export const RegionChange = z
  .strictObject({
    name: content.name.optional(),
    timeZone: content.timeZone.optional(),
    area: content.area.optional(),
  })
  .refine((change) => Object.keys(change).length > 0, "names nothing to change")
  .meta({ id: "RegionChange" });
export type RegionChange = z.infer<typeof RegionChange>;

const ofRegion = z.strictObject({ regionId: RegionId });
const common = { tag: "Regions", status: 200, priority: "normal" } as const;

export const listRegions = endpoint({
  ...common,
  method: "get",
  path: "/regions",
  access: { resource: "region", action: "list" },
  operationId: "listRegions",
  summary: "The regions one may see",
  description: "A dispatcher who is limited to regions sees those.",
  query: z.strictObject({
    ...pageQuery(RegionId),
    closed: z.enum(["true", "false"]).default("false").meta({ description: "Those that are closed too" }),
  }),
  output: pageOf(Region),
  errors: ["forbidden", "unavailable"],
});

export const createRegion = endpoint({
  ...common,
  method: "post",
  path: "/regions",
  access: { resource: "region", action: "create" },
  operationId: "createRegion",
  summary: "Open a region",
  description:
    "Where drivers are at home and shipments are handed in. Its live map runs near the middle of this first area, and stays there.",
  body: NewRegion,
  status: 201,
  output: RegionDetail,
  errors: ["conflict", "forbidden", "unavailable"],
});

export const getRegion = endpoint({
  ...common,
  method: "get",
  path: "/regions/:regionId",
  access: { resource: "region", action: "read" },
  operationId: "getRegion",
  summary: "One region with its service area",
  description: "A driver sees the one it is at home in. The header `etag` names the version.",
  params: ofRegion,
  output: RegionDetail,
  errors: ["not-found", "unavailable"],
});

export const changeRegion = endpoint({
  ...common,
  method: "patch",
  path: "/regions/:regionId",
  access: { resource: "region", action: "update" },
  operationId: "changeRegion",
  summary: "Change a region's name, time zone or area",
  description:
    "Trips, drivers and geofences stay in it wherever its border is drawn. 409 shows the region as it is now in `current`; one that is closed stays as it is.",
  params: ofRegion,
  headers: z.strictObject({ "if-match": IfMatch }),
  body: RegionChange,
  output: RegionDetail,
  errors: ["forbidden", "not-found", "not-allowed-now", "version-conflict", "unavailable"],
});

export const closeRegion = endpoint({
  ...common,
  method: "post",
  path: "/regions/:regionId/close",
  access: { resource: "region", action: "delete" },
  operationId: "closeRegion",
  summary: "Close a region",
  description:
    "For good: no driver, shipment, trip or invitation begins there any more, and what happened stays in the history. Refused with `region-in-use` while drivers who are not suspended are at home there, or trips, shipments or invitations are open; `errors` counts them.",
  params: ofRegion,
  output: RegionDetail,
  errors: ["forbidden", "not-found", "region-in-use", "unavailable"],
});
