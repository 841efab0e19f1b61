import { typeIdFromBytes } from "../../../../src/domain/typeid.ts";
import { DriverId, TripId } from "../../../../src/protocol/ids.ts";
import type { TripReport } from "../../../../src/protocol/live/trip-report.ts";

export const NOW = 1_800_000_000_000;

/** The nth trip of a test. */
export function tripId(n: number): TripId {
  return TripId.parse(typeIdFromBytes("trip", Uint8Array.of(...Array.from({ length: 15 }, () => 0), n)));
}

/** A trip under way that was heard just now. */
export function reportOf(n: number, reportSeq: number, changed: Partial<TripReport> = {}): TripReport {
  return {
    tripId: tripId(n),
    driverId: DriverId.parse(tripId(n).replace("trip_", "drv_")),
    driverFirstName: "Noor",
    vehicleKind: "van",
    status: "active",
    reportSeq,
    point: { lat: 52.5 + n / 100, lng: 13.4 + reportSeq / 1e4, speedMps: 8, headingDeg: 90, accuracyM: 5, at: NOW },
    connected: true,
    heardAt: NOW,
    stopsDone: 0,
    stopsTotal: 3,
    nextStop: null,
    alerts: [],
    ...changed,
  };
}
