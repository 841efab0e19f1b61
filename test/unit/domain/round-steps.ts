import { stepTrip, type TripCommand } from "../../../src/domain/trip-step.ts";
import { typeIdFromBytes } from "../../../src/domain/typeid.ts";
import { DriverId, ProofId, RegionId, ShipmentId, StopId, TenantId, TripId } from "../../../src/protocol/ids.ts";
import { DEFAULT_TRIP_SETTINGS, type TripBrief } from "../../../src/protocol/live/trip-brief.ts";
import type { TripEventBody } from "../../../src/protocol/live/trip-event.ts";

export const AT = 1_700_000_000_000;

function id(prefix: string, number: number): string {
  return typeIdFromBytes(
    prefix,
    Uint8Array.from({ length: 16 }, (_, index) => (index === 15 ? number : 0)),
  );
}

export const stopId = (number: number): StopId => StopId.parse(id("stp", number));
export const shipmentId = (number: number): ShipmentId => ShipmentId.parse(id("shp", number));

/** Parcel 1 is fetched at stop 1 and brought to stop 3; parcel 2 was loaded at the depot and goes to stop 2. */
export function trip(status: TripBrief["status"] = "planned"): TripBrief {
  const stop = (number: number, parcel: number, action: "pickup" | "dropoff"): TripBrief["stops"][number] => ({
    stopId: stopId(number),
    lat: 52,
    lng: 13,
    status: "pending",
    serviceSeconds: 60,
    windowStartsAt: null,
    windowEndsAt: null,
    shipments: [{ shipmentId: shipmentId(parcel), kind: "delivery", action, status: "assigned" }],
  });
  return {
    tenantId: TenantId.parse(id("tnt", 1)),
    tripId: TripId.parse(id("trip", 1)),
    regionId: RegionId.parse(id("reg", 1)),
    driverId: DriverId.parse(id("drv", 1)),
    driverFirstName: "Ada",
    vehicleKind: null,
    status,
    startedAt: null,
    finishedAt: null,
    sos: false,
    stops: [stop(1, 1, "pickup"), stop(2, 2, "dropoff"), stop(3, 1, "dropoff")],
    settings: DEFAULT_TRIP_SETTINGS,
  };
}

export type StopCommand = Extract<TripCommand, { type: "stop" }>;
export const at = (number: number, event: StopCommand["event"], reason: string | null = null): StopCommand => ({
  type: "stop",
  stopId: stopId(number),
  event,
  source: "manual",
  reason,
});

export const COMPLETE: TripCommand = { type: "trip", event: "complete" };
export const PROOF = { shipmentId: shipmentId(2), proofId: ProofId.parse(id("prf", 1)) };

/** Parcel 2 has to be photographed. */
export function provedTrip(): TripBrief {
  const brief = trip();
  const asked = brief.stops.map((stop) => ({
    ...stop,
    shipments: stop.shipments.map((one) =>
      one.shipmentId === PROOF.shipmentId ? { ...one, proofRequired: ["photo" as const] } : one,
    ),
  }));
  return { ...brief, stops: asked };
}

export function run(start: TripBrief, ...commands: TripCommand[]): { brief: TripBrief; bodies: TripEventBody[] } {
  const bodies: TripEventBody[] = [];
  let brief = start;
  for (const command of commands) {
    const step = stepTrip(brief, command, AT);
    if (!step.ok) throw new Error(step.error.tag);
    brief = step.value.brief;
    bodies.push(...step.value.bodies);
  }
  return { brief, bodies };
}

export function statusOf(brief: TripBrief, parcel: number): string[] {
  const carried = brief.stops.flatMap(({ shipments }) => shipments);
  return carried.filter((one) => one.shipmentId === shipmentId(parcel)).map(({ status }) => status);
}

export const START: TripCommand = { type: "trip", event: "start" };
