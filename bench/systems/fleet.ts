import { randomBytes, randomUUID } from "node:crypto";
import type * as z from "zod";
import { typeIdFromBytes } from "../../src/domain/typeid.ts";
import { DriverId, LinkId, RegionId, ShipmentId, StopId, TenantId, TripId, UserId } from "../../src/protocol/ids.ts";
import { DEFAULT_TRIP_SETTINGS, type TripBrief } from "../../src/protocol/live/trip-brief.ts";
import { startOf } from "../load/course.ts";
import { callsForHelp, type Load } from "../load/load.ts";
import type { DoorOrder } from "../worker/orders.ts";

const HOUR_MS = 3_600_000;
const TICKET_MS = 30_000;
const UUID_BYTES = 16;
/** Three kilometres northwards, as far as a courier's next stop is: five minutes at 10 m/s, so nobody arrives while it is measured. */
const STOP_LAT = 0.027;

/** One region with its trips, as Postgres would hold it. */
export class Fleet {
  readonly tenantId = newId("tnt", TenantId);
  readonly regionId = newId("reg", RegionId);
  readonly trips: readonly TripBrief[];
  readonly #driverOf: ReadonlyMap<string, number>;

  constructor(load: Load, now: number) {
    this.trips = Array.from({ length: load.drivers }, (_, driver) => this.#trip(driver, callsForHelp(load), now));
    this.#driverOf = new Map(this.trips.map(({ tripId }, driver) => [tripId, driver]));
  }

  numberOf(tripId: string): number | undefined {
    return this.#driverOf.get(tripId);
  }

  driverDoor(driver: number, now: number): DoorOrder {
    const { driverId, tripId } = this.#at(driver);
    return { tripId, facts: this.#person({ personId: driverId, role: "driver", place: tripId }, now) };
  }

  dispatcherDoor(now: number): DoorOrder {
    const person = { personId: newId("usr", UserId), role: "dispatcher", place: this.regionId } as const;
    return { tripId: null, facts: this.#person(person, now) };
  }

  customerDoor(driver: number, now: number): DoorOrder {
    const { tripId, stops } = this.#at(driver);
    const shipmentId = ShipmentId.parse(stops[0]?.shipments[0]?.shipmentId);
    const { tenantId } = this;
    const facts = {
      kind: "link",
      tenantId,
      linkId: newId("lnk", LinkId),
      shipmentId,
      expiresAt: now + HOUR_MS,
    } as const;
    return { tripId, facts };
  }

  #at(driver: number): TripBrief {
    const trip = this.trips[driver];
    if (!trip) throw new RangeError(`there is no driver ${driver}`);
    return trip;
  }

  #person(
    who: { personId: DriverId | UserId; role: "driver" | "dispatcher"; place: TripId | RegionId },
    now: number,
  ): DoorOrder["facts"] {
    const session = { sessionId: randomUUID(), ticketId: randomUUID(), storeCode: null };
    const { tenantId } = this;
    return { kind: "person", tenantId, ...who, ...session, expiresAt: now + TICKET_MS, authUntil: now + HOUR_MS };
  }

  #trip(driver: number, sos: boolean, now: number): TripBrief {
    const { lat, lng } = startOf(driver);
    const shipment = { shipmentId: newId("shp", ShipmentId), kind: "delivery", action: "dropoff" } as const;
    const stop = {
      stopId: newId("stp", StopId),
      lat: lat + STOP_LAT,
      lng,
      status: "pending",
      serviceSeconds: 120,
    } as const;
    return {
      tenantId: this.tenantId,
      tripId: newId("trip", TripId),
      regionId: this.regionId,
      driverId: newId("drv", DriverId),
      driverFirstName: "Ada",
      vehicleKind: "van",
      status: "active",
      startedAt: now - HOUR_MS,
      finishedAt: null,
      sos,
      stops: [
        { ...stop, windowStartsAt: null, windowEndsAt: null, shipments: [{ ...shipment, status: "out_for_delivery" }] },
      ],
      // Every customer sees the dot all the time, as those of the systems compared do.
      settings: { ...DEFAULT_TRIP_SETTINGS, visibility: { ...DEFAULT_TRIP_SETTINGS.visibility, mode: "always" } },
    };
  }
}

function newId<Schema extends z.ZodType>(prefix: string, schema: Schema): z.output<Schema> {
  return schema.parse(typeIdFromBytes(prefix, randomBytes(UUID_BYTES)));
}
