import { distanceM, type LatLng } from "../../src/domain/geo.ts";
import type { Dice } from "../chaos/dice.ts";
import { DEMO_CITIES } from "../city/city-spec.ts";
import { type Address, type City, makeCity } from "../city/make-city.ts";
import { DEMO_TENANTS, type DemoTenant } from "../demo-tenants.ts";
import { placeOf } from "./model/plan-stops.ts";
import type { Roads } from "./model/round.ts";
import { makeSky } from "./model/sky.ts";
import { nearestSpot, type Spot, spotAtNode, spotOf } from "./model/way.ts";

/** From here a round's first door is two minutes away: a fleet that has just begun is worth looking at. */
const NEAR_M = { least: 300, most: 1_200 };
const TRIES = 2_000;

/** A city as its drivers know it. */
export class Town {
  readonly city: City;
  readonly roads: Roads;
  readonly #byPlace: ReadonlyMap<string, Address>;

  constructor(city: City, { timeZone, number }: DemoTenant) {
    this.city = city;
    this.roads = { graph: city.graph, sky: makeSky(city), timeZone, weatherSeed: number };
    this.#byPlace = new Map(city.addresses.map((address) => [keyOf(placeOf(address)), address]));
  }

  /** Where one stops for this place: at its kerb if it is an address of the city, else at the next crossing. */
  spotAt(place: LatLng): Spot {
    const address = this.#byPlace.get(keyOf(place));
    return address ? spotOf(this.city.graph, address) : nearestSpot(this.city.graph, place);
  }

  depotNear(place: LatLng): Spot {
    const spots = this.city.depots.map(({ node }) => spotAtNode(this.city.graph, node));
    const [nearest] = spots.toSorted((a, b) => distanceM(a, place) - distanceM(b, place));
    return nearest ?? nearestSpot(this.city.graph, place);
  }

  /** Where somebody comes on duty who is soon at the first door. */
  spotBefore(place: LatLng, dice: Dice): Spot {
    const { addresses, graph } = this.city;
    for (let tries = 0; tries < TRIES; tries++) {
      const address = addresses[dice.below(addresses.length)];
      const awayM = address ? distanceM(placeOf(address), place) : 0;
      if (address && awayM >= NEAR_M.least && awayM <= NEAR_M.most) return spotOf(graph, address);
    }
    return this.depotNear(place);
  }
}

/** Making a city takes some seconds, so that each is made once, when it is asked for. */
export class Towns {
  readonly #towns = new Map<DemoTenant, Town>();

  of(tenant: DemoTenant): Town {
    const known = this.#towns.get(tenant);
    if (known) return known;
    const spec = DEMO_CITIES[DEMO_TENANTS.indexOf(tenant)];
    if (!spec) throw new Error(`no city is drawn for ${tenant.slug}`);
    const town = new Town(makeCity(spec), tenant);
    this.#towns.set(tenant, town);
    return town;
  }
}

/** Places are stored to the centimetre, and written with seven digits. */
function keyOf({ lat, lng }: LatLng): string {
  return `${lat.toFixed(6)} ${lng.toFixed(6)}`;
}
