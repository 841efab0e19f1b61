import type { LiveDriver, Presence } from "../../protocol/live/dispatch-down.ts";
import type { VehicleKind } from "../../protocol/driver.ts";
import { distanceM, type LatLng } from "../geo.ts";

/** What a driver must be to be asked; null where anything will do. */
export interface NearestFilter {
  readonly presence: readonly Presence[] | null;
  readonly vehicleKinds: readonly VehicleKind[] | null;
  readonly withinM: number | null;
}

export interface NearDriver {
  readonly driver: LiveDriver;
  readonly metres: number;
}

/** As the crow flies, nearest first. 2,500 drivers take less than a millisecond: no index is kept for it. */
export function nearestDrivers(
  drivers: Iterable<LiveDriver>,
  point: LatLng,
  count: number,
  { presence, vehicleKinds, withinM }: NearestFilter,
): NearDriver[] {
  const near: NearDriver[] = [];
  for (const driver of drivers) {
    if (driver.point === null) continue;
    if (presence && !presence.includes(driver.presence)) continue;
    if (vehicleKinds && (driver.vehicleKind === null || !vehicleKinds.includes(driver.vehicleKind))) continue;
    const metres = distanceM(point, driver.point);
    if (withinM === null || metres <= withinM) near.push({ driver, metres });
  }
  return near.toSorted((a, b) => a.metres - b.metres).slice(0, count);
}
