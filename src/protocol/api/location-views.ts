import * as z from "zod";
import { DriverId, LocationViewId, TripId } from "../ids.ts";
import { LocationSurface, ViewerRole } from "../location-view.ts";
import { endpoint } from "./endpoint.ts";
import { pageOf, pageQuery } from "./page.ts";

export const LocationView = z
  .strictObject({
    id: LocationViewId,
    viewerRole: ViewerRole,
    viewerName: z.string().nullable().meta({ description: "A colleague's first name; null for everybody else" }),
    surface: LocationSurface,
    tripId: TripId.nullable(),
    startedAt: z.int(),
    lastAt: z.int().meta({ description: "Of the looks within the same hour" }),
  })
  .meta({ id: "LocationView" });
export type LocationView = z.infer<typeof LocationView>;

export const listLocationViews = endpoint({
  method: "get",
  path: "/drivers/:driverId/location-views",
  access: { resource: "access-log", action: "list" },
  priority: "low",
  operationId: "listLocationViews",
  tag: "Audit",
  summary: "Who looked where a driver was, newest first",
  description: "For the driver, and for administrators. Kept for 90 days.",
  params: z.strictObject({ driverId: DriverId }),
  query: z.strictObject(pageQuery(LocationViewId)),
  status: 200,
  output: pageOf(LocationView),
  errors: ["forbidden", "not-found", "unavailable"],
});
