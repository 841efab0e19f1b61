import * as z from "zod";
import { DriverId, RegionId, ShipmentId, TripId } from "../ids.ts";
import { MILLIS_MAX } from "../live/fix.ts";
import { Latitude, Longitude } from "../live/trip-brief.ts";
import { PlainText } from "../plain-text.ts";
import { ShipmentStatus } from "../shipment.ts";
import { endpoint } from "./endpoint.ts";
import { KEEP_SHIPMENTS } from "./keep.ts";
import { pageOf, pageQuery } from "./page.ts";
import { StoreCode } from "./people.ts";
import { AwaitedProof, Shipment } from "./shipments.ts";

/** A street with its town; longer texts match nothing more. */
const WORDS_MAX_CHARS = 120;
const COORDINATE = String.raw`-?\d{1,3}(?:\.\d{1,10})?`;

const Statuses = z
  .string()
  .regex(/^[a-z_]{1,20}(?:,[a-z_]{1,20}){0,9}$/)
  .meta({ examples: ["created", "created,assigned"] })
  .transform((list) => list.split(","))
  .pipe(z.array(ShipmentStatus))
  .meta({ description: "One or several, with commas between them" });

/** Everything between two meridians and two parallels; none of our regions crosses the date line. */
const Box = z
  .strictObject({ west: Longitude, south: Latitude, east: Longitude, north: Latitude })
  .refine(({ west, east, south, north }) => west <= east && south <= north, "must be west,south,east,north");
export type Box = z.infer<typeof Box>;

const BoxText = z
  .string()
  .regex(new RegExp(`^${COORDINATE}(?:,${COORDINATE}){3}$`))
  .meta({ examples: ["13.0,52.3,13.8,52.7"] })
  .transform((text) => {
    const [west, south, east, north] = text.split(",").map(Number);
    return { west, south, east, north };
  })
  .pipe(Box)
  .meta({ description: "west,south,east,north in degrees" });

const Instant = z.coerce.number().int().min(0).max(MILLIS_MAX);
const from = Instant.optional().meta({ description: "From this moment on" });
const to = Instant.optional().meta({ description: "Before this moment" });

export const searchShipments = endpoint({
  method: "get",
  path: "/shipments/search",
  access: { resource: "shipment", action: "list" },
  priority: "normal",
  keep: KEEP_SHIPMENTS,
  operationId: "searchShipments",
  tag: "Shipments",
  summary: "Find shipments, newest first",
  description:
    "All that is asked for has to fit. Text is looked for in references, streets, postcodes, towns and store codes, among the newest 5,000 that hold it. Typing errors in a street are forgiven: the 200 of your streets that are most alike count. A text that ends in fewer than three letters or digits is looked for inside the references of the newest 20,000 shipments alone. A store finds its own, a dispatcher those of its regions, a driver what it carries. What was done by request is found with its answer; what a phone has just said by its socket is found seconds later.",
  query: z.strictObject({
    ...pageQuery(ShipmentId),
    text: PlainText.min(1).max(WORDS_MAX_CHARS).optional(),
    status: Statuses.optional(),
    driverId: DriverId.optional().meta({ description: "Whose trip it is on, or was on last" }),
    tripId: TripId.optional(),
    proof: AwaitedProof.optional(),
    storeCode: StoreCode.optional(),
    regionId: RegionId.optional(),
    createdFrom: from,
    createdTo: to,
    windowFrom: from,
    windowTo: to,
    bbox: BoxText.optional(),
  }),
  status: 200,
  output: pageOf(Shipment),
  errors: ["forbidden", "unavailable"],
});
export type ShipmentSearch = z.output<typeof searchShipments.query>;
