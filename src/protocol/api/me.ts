import * as z from "zod";
import { Person } from "./auth.ts";
import { endpoint } from "./endpoint.ts";
import { KEEP_PROFILE, Stale } from "./keep.ts";
import { RegionName } from "./regions.ts";

export const Me = z
  .strictObject({
    ...Person.shape,
    name: z.string(),
    tenantName: z.string(),
    storeCode: z.string().nullable().meta({ description: "The one store of a store user" }),
    regions: z
      .array(RegionName)
      .nullable()
      .meta({ description: "The regions a dispatcher is limited to, or a driver is at home in; null for all" }),
    stale: Stale,
  })
  .meta({ id: "Me" });
export type Me = z.infer<typeof Me>;

export const getMe = endpoint({
  method: "get",
  path: "/me",
  access: { resource: "session", action: "read" },
  priority: "normal",
  keep: KEEP_PROFILE,
  operationId: "getMe",
  tag: "People",
  summary: "Who I am",
  description: "The user or driver whose session asks.",
  status: 200,
  output: Me,
  errors: ["not-found", "unavailable"],
});
