import * as z from "zod";
import { RegionId } from "../ids.ts";
import { endpoint } from "./endpoint.ts";
import { pageOf, pageQuery } from "./page.ts";

export const RegionName = z.strictObject({ id: RegionId, name: z.string() }).meta({ id: "RegionName" });
export type RegionName = z.infer<typeof RegionName>;

export const Region = z
  .strictObject({
    ...RegionName.shape,
    timeZone: z.string().meta({ description: "An IANA name; it decides what today means there" }),
    bounds: z
      .strictObject({ south: z.number(), west: z.number(), north: z.number(), east: z.number() })
      .nullable()
      .meta({ description: "Around the service area; east may pass 180 degrees" }),
  })
  .meta({ id: "Region" });
export type Region = z.infer<typeof Region>;

export const listRegions = endpoint({
  method: "get",
  path: "/regions",
  access: { resource: "region", action: "list" },
  priority: "normal",
  operationId: "listRegions",
  tag: "Regions",
  summary: "The regions one may see",
  description: "A dispatcher who is limited to regions sees those.",
  query: z.strictObject(pageQuery(RegionId)),
  status: 200,
  output: pageOf(Region),
  errors: ["forbidden", "unavailable"],
});
