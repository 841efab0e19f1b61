import type { TripCrew } from "../db/trip-crew.ts";
import type { StoredTrip } from "../db/trips.ts";
import type { TenantId } from "../protocol/ids.ts";
import { DEFAULT_TRIP_SETTINGS, type TripBrief, type TripSettings } from "../protocol/live/trip-brief.ts";
import { TenantSettings } from "../protocol/tenant-settings.ts";
import type { Desk } from "./people-desk.ts";
import { planRoute, type RouteDeps } from "./trip-route.ts";
import { liveStops } from "./trip-stops.ts";

/** What a trip's object is told: Postgres' rows, the driver's first name, and the tenant's rules as they are today. */
export function briefOf(
  tenantId: TenantId,
  { trip, stops, loads }: StoredTrip,
  { firstName, crew }: { readonly firstName: string; readonly crew: Pick<TripCrew, "vehicleKind" | "settings"> },
): TripBrief {
  return {
    tenantId,
    tripId: trip.id,
    regionId: trip.regionId,
    driverId: trip.driverId,
    driverFirstName: firstName,
    vehicleKind: crew.vehicleKind,
    status: trip.status,
    startedAt: trip.startedAt,
    finishedAt: trip.finishedAt,
    sos: false,
    stops: liveStops({ stops, loads }),
    settings: tripSettings(crew.settings),
  };
}

/** The same with the way through its stops, which begins at the first: nobody is under way yet. */
export async function routedBrief(deps: RouteDeps, brief: TripBrief): Promise<TripBrief> {
  const route = await planRoute(deps, { ...brief, from: null });
  return route ? { ...brief, route } : brief;
}

/** Throws on settings that nothing of ours wrote. */
function tripSettings(stored: unknown): TripSettings {
  const { trip } = TenantSettings.parse(stored);
  return { ...DEFAULT_TRIP_SETTINGS, ...trip };
}

/** The only part of a name that customers see. */
export async function firstNameOf(desk: Desk, { driverId, nameSealed }: TripCrew): Promise<string> {
  const name = await desk.open({ table: "drivers", column: "name_sealed", row: driverId }, nameSealed);
  return name.split(" ", 1)[0] ?? name;
}
