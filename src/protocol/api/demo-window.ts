import * as z from "zod";
import { RegionId, TripId } from "../ids.ts";
import { Millis } from "../live/fix.ts";
import { PlainText } from "../plain-text.ts";
import { endpoint } from "./endpoint.ts";
import { PersonName } from "./people.ts";

/** What fits beside a map without scrolling. */
const PHONE_LINES_MAX = 20;
const PHONE_LINE_MAX_CHARS = 160;

/** One line of what a phone and the server said to each other. */
const PhoneLine = z.strictObject({
  at: Millis,
  way: z.enum(["sent", "received"]),
  text: PlainText.min(1).max(PHONE_LINE_MAX_CHARS),
});

/** One trip as its customer, its dispatcher and its driver's phone see it. */
export const DemoTrip = z
  .strictObject({
    trackingUrl: z.url(),
    tripId: TripId,
    regionId: RegionId,
    driverName: PersonName,
    phone: z.array(PhoneLine).max(PHONE_LINES_MAX).meta({ description: "Oldest first" }),
  })
  .meta({ id: "DemoTrip" });
export type DemoTrip = z.infer<typeof DemoTrip>;

const DemoWindow = DemoTrip.extend({
  at: Millis.meta({ description: "When the simulation last spoke" }),
  dispatcherToken: z.string().meta({ description: "Access of the dispatcher who shows it, for ten minutes" }),
}).meta({ id: "DemoWindow" });
export type DemoWindow = z.infer<typeof DemoWindow>;

const common = { path: "/dev/demo", limit: "none", tag: "Development", status: 200 } as const;

export const showDemo = endpoint({
  ...common,
  method: "put",
  access: { resource: "trip", action: "update" },
  priority: "normal",
  operationId: "showDemo",
  summary: "Choose the trip that the start page shows",
  description:
    "For the simulation, in a dispatcher's name. Exists in development and tests only; elsewhere it is not found.",
  body: DemoTrip,
  output: DemoWindow,
  errors: ["forbidden", "not-found"],
});

export const getDemo = endpoint({
  ...common,
  method: "get",
  access: "public",
  priority: "normal",
  operationId: "getDemo",
  summary: "The trip that the start page shows",
  description: "Null from a minute after the simulation has ended. Exists in development and tests only.",
  output: z.strictObject({ demo: DemoWindow.nullable() }).meta({ id: "ShownDemo" }),
  errors: ["not-found"],
});
