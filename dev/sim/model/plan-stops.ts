import { distanceM, type LatLng } from "../../../src/domain/geo.ts";
import type { Dice } from "../../chaos/dice.ts";
import type { Address, City } from "../../city/make-city.ts";

export interface PlannedStop {
  readonly address: Address;
  readonly serviceSeconds: number;
}

/** A round of half an hour to an hour: long enough to watch, short enough to see one end. */
const STOPS = [5, 9] as const;
/** A round serves one quarter of the town. */
const QUARTER_M = 1_600;
/** A door that opens at once, to a lift and a signature. */
const SERVICE_SECONDS = [45, 150] as const;
/** Most quarters have hundreds of doors within reach; one at the edge may have fewer than asked for. */
const TRIES = 4_000;

/** A round through one quarter, each time to the nearest door that is left. */
export function planStops(city: Pick<City, "addresses">, dice: Dice, from: LatLng): PlannedStop[] {
  const [first] = city.addresses;
  if (!first) throw new Error("nobody lives in this city");
  const pick = (): Address => city.addresses[dice.below(city.addresses.length)] ?? first;
  const centre = pick();
  const wanted = dice.between(...STOPS);
  const chosen = new Set([centre]);
  for (let tries = 0; chosen.size < wanted && tries < TRIES; tries++) {
    const address = pick();
    if (distanceM(placeOf(address), placeOf(centre)) <= QUARTER_M) chosen.add(address);
  }
  return inOrder([...chosen], from).map((address) => ({ address, serviceSeconds: dice.between(...SERVICE_SECONDS) }));
}

function inOrder(addresses: readonly Address[], from: LatLng): Address[] {
  const left = new Set(addresses);
  const order: Address[] = [];
  let here = from;
  while (left.size > 0) {
    const [next] = [...left].toSorted((a, b) => distanceM(here, placeOf(a)) - distanceM(here, placeOf(b)));
    if (!next) break;
    left.delete(next);
    order.push(next);
    here = placeOf(next);
  }
  return order;
}

export function placeOf({ at: [lng, lat] }: Address): LatLng {
  return { lat, lng };
}
