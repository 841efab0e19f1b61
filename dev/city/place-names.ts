import { Dice } from "../chaos/dice.ts";
import type { Terrain } from "./terrain.ts";
import type { Metres } from "../../src/domain/geo.ts";

export interface Neighbourhood {
  readonly name: string;
  readonly place: Metres;
}

const NAMES: readonly string[] = [
  "Northgate",
  "Millbank",
  "Eastfield",
  "Highmead",
  "Larkhill",
  "Saltmarsh",
  "Kilnside",
  "Fairwater",
  "Oldbrook",
  "Westhey",
  "Ashcombe",
  "Copperfield",
  "Riverside",
  "Stonecross",
];

/** Where people say that they live: the old town and each place with a crowd of its own. */
export function neighbourhoods({ seed, subcentres }: Terrain): Neighbourhood[] {
  const names = new Dice(seed + 77).shuffled(NAMES);
  return [
    { name: "Old Town", place: { x: 0, y: 0 } },
    ...subcentres.map((place, index) => ({ name: names[index] ?? "", place })),
  ];
}
