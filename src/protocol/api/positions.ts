import * as z from "zod";
import { DriverId, TripId } from "../ids.ts";
import { Ack } from "../live/driver-down.ts";
import { DriverAction, LocationUpdate } from "../live/driver-up.ts";
import { Millis } from "../live/fix.ts";
import { Latitude, Longitude } from "../live/trip-brief.ts";
import { endpoint } from "./endpoint.ts";

/** A day's work of one driver that was offline: a tap for each of fifty stops. */
const ACTIONS_MAX = 50;
/** As many as a frame of the driver's socket holds. */
const LOCATIONS_MAX = 200;

const SentAt = Millis.optional().meta({
  description:
    "Now, by the device's clock. Where that is off by more than a request's way explains, all times are corrected by it; unsaid, a device whose clock is wrong by a minute is not believed.",
});

const SentFrame = LocationUpdate.omit({ type: true }).extend({ sentAt: SentAt });
export type SentFrame = z.infer<typeof SentFrame>;
const SentActions = z.strictObject({ actions: z.array(DriverAction).min(1).max(ACTIONS_MAX), sentAt: SentAt });
export type SentActions = z.infer<typeof SentActions>;

export const sendPositions = endpoint({
  method: "post",
  path: "/drivers/me/positions",
  access: { resource: "location", action: "create" },
  limit: "critical",
  priority: "critical",
  operationId: "sendPositions",
  tag: "Positions",
  summary: "Positions of the driver's own numbered stream",
  description:
    "The frame and the acknowledgement of the driver's socket: a device may change between the two in the middle of its stream. Works while the database does not, for a day and more: then `unavailable` leaves them with the device. Whatever the answer counts is stored for good. `conflict`: sixteen devices have sent on this trip, and none of another is taken.",
  body: SentFrame,
  status: 200,
  output: Ack,
  errors: ["off-duty", "conflict", "unavailable"],
});

export const ActionsAnswer = z
  .strictObject({
    ...Ack.shape,
    refused: z.array(z.strictObject({ ref: z.int(), why: z.string() })).meta({
      description: "Actions that the rules forbid, by their number; they count as done and are not to be sent again",
    }),
  })
  .meta({ id: "ActionsAnswer" });
export type ActionsAnswer = z.infer<typeof ActionsAnswer>;

export const sendActions = endpoint({
  method: "post",
  path: "/drivers/me/actions",
  access: { resource: "location", action: "create" },
  limit: "critical",
  priority: "critical",
  operationId: "sendActions",
  tag: "Positions",
  summary: "What the driver did, in order",
  description: "The numbered actions of the driver's socket, of one device. One that comes too early ends the list.",
  body: SentActions,
  status: 200,
  output: ActionsAnswer,
  errors: ["off-duty"],
});

export const NewLocation = z
  .strictObject({
    lat: Latitude,
    lng: Longitude,
    accuracy: z.number().min(0).optional().meta({ description: "Metres" }),
    speed: z.number().min(0).optional().meta({ description: "Metres a second" }),
    heading: z.number().min(0).max(360).optional().meta({ description: "Degrees from north" }),
    timestamp: Millis.optional().meta({ description: "Milliseconds since 1970; now unless said" }),
  })
  .meta({ id: "NewLocation" });
export type NewLocation = z.infer<typeof NewLocation>;

export const LocationsTaken = z
  .strictObject({
    tripId: TripId,
    through: Millis.meta({ description: "The newest time of this stream that is stored for good" }),
  })
  .meta({ id: "LocationsTaken" });
export type LocationsTaken = z.infer<typeof LocationsTaken>;

const ofDriver = {
  params: z.strictObject({ driverId: DriverId }),
  tag: "Positions",
  limit: "critical",
  status: 200,
  output: LocationsTaken,
  errors: ["not-found", "off-duty", "conflict", "unavailable"],
} as const;

export const putLocation = endpoint({
  ...ofDriver,
  method: "put",
  path: "/drivers/:driverId/location",
  access: { resource: "location", action: "update" },
  priority: "critical",
  operationId: "putLocation",
  summary: "Where the driver is",
  description:
    "For programs that do not number what they send: the time is the number, and the same time twice is stored once. What an administrator says for a driver is marked as not measured.",
  body: NewLocation,
});

export const addLocations = endpoint({
  ...ofDriver,
  method: "post",
  path: "/drivers/:driverId/locations",
  access: { resource: "location", action: "create" },
  priority: "critical",
  operationId: "addLocations",
  summary: "Where the driver was",
  body: z.strictObject({ locations: z.array(NewLocation).min(1).max(LOCATIONS_MAX) }),
});
