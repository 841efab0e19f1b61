import * as z from "zod";
import { StopId } from "../ids.ts";

/** A day's round of 100 km takes 12 KB at 10 m; the brief that holds it is written anew with each stop. */
export const ROUTE_LINE_MAX_CHARS = 64 * 1024;

/** Who worked a way out: a routing service, or nobody but geometry. */
export const RouteSource = z.enum(["straight-line", "osrm", "valhalla"]);
export type RouteSource = z.infer<typeof RouteSource>;

/** The way that a trip is planned to take through its open stops. */
export const PlannedRoute = z
  .strictObject({
    source: RouteSource,
    fallback: z.boolean().meta({ description: "The routing service did not answer; lengths are estimated" }),
    line: z
      .string()
      .max(ROUTE_LINE_MAX_CHARS)
      .nullable()
      .meta({ description: "Google's encoding, five decimals; null where no roads are known" }),
    /** Each ends at its stop. The first begins where the driver was, or at its stop, and then has no length. */
    legs: z.array(
      z.strictObject({
        stopId: StopId,
        metres: z.number().min(0),
        seconds: z.number().min(0).meta({ description: "Without the time at the stop" }),
      }),
    ),
  })
  .meta({ id: "PlannedRoute" });
export type PlannedRoute = z.infer<typeof PlannedRoute>;
