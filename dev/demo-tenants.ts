import { UserRole } from "../src/protocol/account.ts";
import type { VehicleKind } from "../src/protocol/driver.ts";

export interface DemoTenant {
  /** Makes its rows' ids: the same at every start, and no two tenants' alike. */
  number: number;
  slug: string;
  /** Whose streets and doors it knows. */
  city: "harbour" | "meadow";
  name: string;
  regionName: string;
  timeZone: string;
  /** The service area's corners as [longitude, latitude], counter-clockwise, the first not repeated. */
  corners: [number, number][];
  storeCode: string;
  /** Numbers that a regulator keeps free for fiction: nobody is rung by accident. */
  phonePrefix: string;
}

export const DEMO_TENANTS: DemoTenant[] = [
  {
    number: 1,
    slug: "harbour",
    city: "harbour",
    name: "Harbour Couriers",
    regionName: "Harbour",
    timeZone: "Europe/Berlin",
    corners: [
      [9.88, 53.51],
      [10.1, 53.51],
      [10.1, 53.61],
      [9.88, 53.61],
    ],
    storeCode: "quay-bakery",
    phonePrefix: "+1202555010",
  },
  {
    number: 2,
    slug: "meadow",
    city: "meadow",
    name: "Meadow Deliveries",
    regionName: "Meadow",
    timeZone: "Europe/Amsterdam",
    corners: [
      [5.02, 52.05],
      [5.18, 52.05],
      [5.18, 52.14],
      [5.02, 52.14],
    ],
    storeCode: "mill-books",
    phonePrefix: "+1202555012",
  },
];

export const DEMO_ROLES: readonly UserRole[] = UserRole.options;

/** One driver for each. */
export const DEMO_VEHICLES: { kind: VehicleKind; driver: string; vehicle: string; capacityG: number }[] = [
  { kind: "van", driver: "Driver One", vehicle: "Van 1", capacityG: 800_000 },
  { kind: "van", driver: "Driver Two", vehicle: "Van 2", capacityG: 800_000 },
  { kind: "car", driver: "Driver Three", vehicle: "Car 3", capacityG: 250_000 },
  { kind: "cargo_bike", driver: "Driver Four", vehicle: "Cargo bike 4", capacityG: 120_000 },
  { kind: "scooter", driver: "Driver Five", vehicle: "Scooter 5", capacityG: 30_000 },
  { kind: "van", driver: "Driver Six", vehicle: "Van 6", capacityG: 800_000 },
  { kind: "car", driver: "Driver Seven", vehicle: "Car 7", capacityG: 250_000 },
  { kind: "van", driver: "Driver Eight", vehicle: "Van 8", capacityG: 800_000 },
  { kind: "cargo_bike", driver: "Driver Nine", vehicle: "Cargo bike 9", capacityG: 120_000 },
];
