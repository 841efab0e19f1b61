import { DEMO_TENANTS, type DemoTenant } from "../demo-tenants.ts";

export type LonLat = readonly [lon: number, lat: number];

/** Everything that a city follows from. The same spec makes the same city, to the byte. */
export interface CitySpec {
  readonly seed: number;
  readonly name: string;
  /** The service area's corners, the first not repeated: the city reaches beyond them on every side. */
  readonly region: readonly LonLat[];
  /** The built-up centre's radius: density falls from here outwards. */
  readonly coreM: number;
  readonly riverWidthM: number;
  /** Basins dug into the river's southern bank. */
  readonly docks: number;
  readonly parks: number;
}

const SHAPES: Record<string, Pick<CitySpec, "name" | "coreM" | "riverWidthM" | "docks" | "parks">> = {
  harbour: { name: "Harbour", coreM: 4_300, riverWidthM: 260, docks: 5, parks: 9 },
  meadow: { name: "Meadow", coreM: 2_000, riverWidthM: 70, docks: 0, parks: 5 },
};

/** One city for each demo tenant, under its region. */
export const DEMO_CITIES: readonly CitySpec[] = DEMO_TENANTS.map(specOf);

function specOf(tenant: DemoTenant): CitySpec {
  const shape = SHAPES[tenant.slug];
  if (!shape) throw new Error(`no city is drawn for ${tenant.slug}`);
  return { ...shape, seed: tenant.number, region: tenant.corners };
}
