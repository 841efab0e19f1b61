import { DEFAULT_TRIP_SETTINGS, TripBrief } from "../../../../src/protocol/live/trip-brief.ts";

const UUID = "01jcz3v8k7e1n2r4t6w8y0a1b2";

export const TRIP: TripBrief = TripBrief.parse({
  tenantId: `tnt_${UUID}`,
  tripId: `trip_${UUID}`,
  regionId: `reg_${UUID}`,
  driverId: `drv_${UUID}`,
  driverFirstName: "Ada",
  vehicleKind: null,
  status: "active",
  startedAt: null,
  finishedAt: null,
  sos: false,
  stops: [],
  settings: DEFAULT_TRIP_SETTINGS,
});
