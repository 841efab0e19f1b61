import * as z from "zod";
import { Availability } from "../driver.ts";
import { ErrorCode } from "../errors.ts";
import { DriverId, ShipmentId, StopId, TripId, VehicleId } from "../ids.ts";
import { Millis } from "../live/fix.ts";
import { OpenOffer } from "../offer.ts";
import { ShipmentStatus } from "../shipment.ts";
import { StopAction, StopStatus, TripStatus } from "../trip.ts";
import { endpoint } from "./endpoint.ts";
import { pageOf, pageQuery } from "./page.ts";
import { Driver } from "./people.ts";
import { Place } from "./shipments.ts";

/** One statement's worth; a fleet that is larger asks again. */
const BULK_DRIVERS_MAX = 200;
/** As many stops as a trip may have. */
const CAPACITY_STOPS_MAX = 300;

const ofDriver = z.strictObject({ driverId: DriverId });
const GivenStatus = z.enum(["active", "suspended"]);

export const setDriverStatus = endpoint({
  method: "put",
  path: "/drivers/:driverId/status",
  access: { resource: "driver", action: "update" },
  priority: "critical",
  operationId: "setDriverStatus",
  tag: "People",
  summary: "Let a driver in, or shut one out",
  description: "A suspension ends the driver's sessions at once. Who was invited and has not come yet stays invited.",
  params: ofDriver,
  body: z.strictObject({ status: GivenStatus }),
  status: 200,
  output: Driver,
  errors: ["forbidden", "not-found", "unavailable"],
});

export const setDriverStatuses = endpoint({
  method: "put",
  path: "/drivers/bulk-status",
  access: { resource: "driver", action: "update" },
  priority: "normal",
  operationId: "setDriverStatuses",
  tag: "People",
  summary: "The same for many drivers",
  description:
    "All that can be changed change together; the answer has a line for each driver in the order of the request.",
  body: z.strictObject({
    items: z
      .array(z.strictObject({ ...ofDriver.shape, status: GivenStatus }))
      .min(1)
      .max(BULK_DRIVERS_MAX)
      .refine((items) => new Set(items.map(({ driverId }) => driverId)).size === items.length, {
        message: "must name each driver once",
      }),
  }),
  status: 200,
  output: z
    .strictObject({
      items: z.array(
        z.strictObject({
          driverId: DriverId.nullable().meta({ description: "Null for one that is not there" }),
          status: Driver.shape.status.nullable().meta({ description: "What it is now" }),
          error: ErrorCode.nullable(),
        }),
      ),
    })
    .meta({ id: "DriverStatuses" }),
  errors: ["forbidden", "unavailable"],
});

export const NewAvailability = z
  .strictObject({
    availability: Availability.exclude(["on_trip"]),
    shiftEndsAt: Millis.nullable().optional().meta({ description: "Absent leaves what was said before" }),
    capacityStops: z
      .int()
      .min(1)
      .max(CAPACITY_STOPS_MAX)
      .nullable()
      .optional()
      .meta({ description: "Open stops that the driver takes at a time; null for no limit" }),
    vehicleId: VehicleId.nullable().optional().meta({ description: "What the driver takes from the next trip on" }),
  })
  .meta({ id: "NewAvailability" });
export type NewAvailability = z.infer<typeof NewAvailability>;

export const DriverDuty = z
  .strictObject({
    ...ofDriver.shape,
    availability: Availability,
    shiftEndsAt: z.int().nullable(),
    capacityStops: z.int().nullable(),
    vehicleId: VehicleId.nullable(),
    tripId: TripId.nullable().meta({ description: "The trip that the driver is on now" }),
  })
  .meta({ id: "DriverDuty" });
export type DriverDuty = z.infer<typeof DriverDuty>;

export const setDriverAvailability = endpoint({
  method: "put",
  path: "/drivers/:driverId/availability",
  access: { resource: "driver", action: "update" },
  priority: "critical",
  operationId: "setDriverAvailability",
  tag: "People",
  summary: "Go on duty, have a break, go home",
  description:
    "On duty, the trip that is planned for the driver begins, or one without stops is opened. A break interrupts it. Going home ends it, which open stops forbid.",
  params: ofDriver,
  body: NewAvailability,
  status: 200,
  output: DriverDuty,
  errors: [
    "forbidden",
    "not-found",
    "not-allowed-now",
    "stops-open",
    "off-duty",
    "driver-busy",
    "conflict",
    "unavailable",
  ],
});

export const Assignment = z
  .strictObject({
    tripId: TripId,
    tripStatus: TripStatus,
    stopId: StopId,
    position: z.int(),
    status: StopStatus,
    isOpen: z.boolean(),
    place: Place,
    windowStartsAt: z.int().nullable(),
    windowEndsAt: z.int().nullable(),
    shipments: z.array(z.strictObject({ id: ShipmentId, action: StopAction, status: ShipmentStatus })),
  })
  .meta({ id: "Assignment" });
export type Assignment = z.infer<typeof Assignment>;

/** Whether it is over, its trip, its place in the order, the stop itself: what the list is ordered by. */
const AssignmentCursor = z
  .string()
  .regex(/^[01]\.\d{1,9}\.trip_[0-7][0-9a-hjkmnp-tv-z]{25}\.stp_[0-7][0-9a-hjkmnp-tv-z]{25}$/);

export const listAssignments = endpoint({
  method: "get",
  path: "/drivers/:driverId/assignments",
  access: { resource: "trip", action: "list" },
  priority: "normal",
  operationId: "listAssignments",
  tag: "People",
  summary: "What a driver has to do, and did",
  description:
    "Stops with what they serve: open ones first, of the newest trip first, in the order of the plan. Seconds behind the live trip.",
  params: ofDriver,
  query: z.strictObject({
    limit: pageQuery(StopId).limit,
    state: z.enum(["open", "over"]).optional(),
    cursor: AssignmentCursor.optional().meta({ description: "`next` of the page before" }),
  }),
  status: 200,
  output: pageOf(Assignment).extend({
    offers: z.array(OpenOffer).meta({ description: "What the driver is asked to take at this moment" }),
  }),
  errors: ["forbidden", "not-found", "unavailable"],
});
