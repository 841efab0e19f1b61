import * as z from "zod";
import { VehicleKind } from "../driver.ts";
import { RegionId, TripId } from "../ids.ts";
import { LiveDriver, Presence } from "../live/dispatch-down.ts";
import { Sos } from "../sos.ts";
import { endpoint } from "./endpoint.ts";

const NEAREST_MAX = 50;
/** Farther away somebody is in another town. */
const WITHIN_MAX_M = 200_000;

const common = {
  method: "get",
  access: { resource: "location", action: "list" },
  tag: "Live",
  params: z.strictObject({ regionId: RegionId }),
  status: 200,
  errors: ["not-found", "unavailable"],
} as const;

export const getRegionSnapshot = endpoint({
  ...common,
  path: "/regions/:regionId/snapshot",
  priority: "critical",
  operationId: "getRegionSnapshot",
  summary: "Who is where in a region now",
  description:
    "For consoles without a socket, each 30 seconds with If-None-Match. `since` is the `now` of an earlier answer: then only drivers that were heard since are told in full, and `trips` names all that are there.",
  query: z.strictObject({ since: z.coerce.number().int().min(0).optional() }),
  alsoStatus: { 304: "The picture that the caller has" },
  output: z
    .strictObject({
      epoch: z.string(),
      rev: z.int(),
      now: z.int(),
      trips: z.array(TripId),
      drivers: z.array(LiveDriver),
      calls: z.array(Sos).meta({ description: "Calls for help that are open in the region" }),
    })
    .meta({ id: "RegionSnapshot" }),
});

/** What was empty or missing is no number; `Number("")` would be the equator. */
const Degrees = (max: number) =>
  z
    .string()
    .regex(/^-?\d{1,3}(\.\d{1,15})?$/)
    .transform(Number)
    .pipe(z.number().min(-max).max(max));

export const getNearestDrivers = endpoint({
  ...common,
  path: "/regions/:regionId/nearest",
  priority: "normal",
  operationId: "getNearestDrivers",
  summary: "The drivers nearest to a place, as the crow flies",
  query: z.strictObject({
    lat: Degrees(90),
    lng: Degrees(180),
    n: z.coerce.number().int().min(1).max(NEAREST_MAX).default(10),
    presence: Presence.optional(),
    vehicleKind: VehicleKind.optional(),
    within: z.coerce.number().int().min(1).max(WITHIN_MAX_M).optional().meta({ description: "Metres" }),
  }),
  output: z
    .strictObject({ items: z.array(z.strictObject({ driver: LiveDriver, metres: z.number() })) })
    .meta({ id: "NearestDrivers" }),
});

export const getSocketHealth = endpoint({
  method: "get",
  path: "/health/socket",
  access: "public",
  limit: "standard",
  priority: "critical",
  operationId: "getSocketHealth",
  tag: "System",
  summary: "Do sockets work?",
  description:
    "`connections` are open now, of drivers, customers and maps: what each region counts, all of them asked at most each five seconds. Of a trip's sockets it is told with the trip's reports: at once while nobody looks at the region, and otherwise with the driver's next position. Null while objects do not answer. `uptime` are the seconds that the runtime which answers has run.",
  status: 200,
  output: z
    .strictObject({ status: z.enum(["ok", "down"]), connections: z.int().min(0).nullable(), uptime: z.int().min(0) })
    .meta({ id: "SocketHealth" }),
  errors: [],
});
