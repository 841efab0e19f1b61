import type { VehicleKind } from "../../../src/protocol/driver.ts";

const KMH_PER_MPS = 3.6;
/** What each can do on a flat road with a load; from a scooter on the street's own limits decide. */
const TOP_KMH: Record<VehicleKind, number> = {
  bicycle: 19,
  cargo_bike: 17,
  scooter: 45,
  car: 130,
  van: 120,
  truck: 80,
};

export function topSpeedMps(kind: VehicleKind): number {
  return TOP_KMH[kind] / KMH_PER_MPS;
}
