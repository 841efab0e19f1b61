import { lengthM, type Metres } from "../../src/domain/geo.ts";
import { Dice } from "../chaos/dice.ts";
import type { CityStreets, StreetPiece } from "./city-streets.ts";
import { Occupancy } from "./occupancy.ts";
import type { Ring } from "./ring.ts";
import type { RoadClass } from "./road-class.ts";
import { densityAt, isOpen, isWet, type Terrain } from "./terrain.ts";

/** A house with its number. */
export interface Lot {
  readonly piece: number;
  readonly number: number;
  /** Where a van stops for it. */
  readonly kerb: Metres;
  /** How far along its piece that is, 0 to 1. */
  readonly share: number;
  readonly building: Ring;
  readonly heightM: number;
}

/** How houses stand: [metres wide], [metres deep], [metres to the next one], and how many of the places are built on. */
interface Fabric {
  readonly from: number;
  readonly wide: readonly [number, number];
  readonly deep: readonly [number, number];
  readonly gap: readonly [number, number];
  readonly built: number;
  readonly floors: readonly [number, number];
}

/** From the closed blocks of the centre to farms. */
const FABRICS: readonly Fabric[] = [
  { from: 0.55, wide: [28, 56], deep: [15, 24], gap: [3, 8], built: 0.95, floors: [4, 7] },
  { from: 0.3, wide: [20, 42], deep: [11, 17], gap: [6, 16], built: 0.8, floors: [2, 5] },
  { from: 0.12, wide: [10, 16], deep: [9, 13], gap: [9, 22], built: 0.55, floors: [1, 3] },
  { from: 0, wide: [12, 24], deep: [10, 18], gap: [60, 240], built: 0.5, floors: [1, 2] },
];

/** Half of the street with its pavement: houses begin behind it. */
const HALF_STREET_M: Record<RoadClass, number> = { highway: 26, primary: 15, secondary: 13, residential: 9 };
/** Ground is taken in squares of five metres: one that a street only touches must not keep the houses away. */
const SQUARE_M = 6;
/** Where a house does not fit, the next place is looked for a little further on. */
const STEP_M = 7;
const KERB_SHARE = 0.55;
/** Nothing stands in the bend of a corner. */
const CORNER_M = 9;
const FLOOR_M = 3.2;

/** Houses along every street, numbered the usual way: odd on the left, even on the right, rising. */
export function makeLots(terrain: Terrain, city: CityStreets): Lot[] {
  const ground = new Occupancy(terrain.halfWidth, terrain.halfHeight);
  for (const piece of city.pieces) {
    const [from, to] = endsOf(city, piece);
    ground.takeStrip(from, to, 2 * (HALF_STREET_M[classOf(city, piece)] - SQUARE_M));
  }
  const builder = new Builder(terrain, city, ground);
  return city.pieces.flatMap((piece, index) => (piece.isBridge ? [] : builder.build(piece, index)));
}

class Builder {
  readonly #terrain: Terrain;
  readonly #city: CityStreets;
  readonly #ground: Occupancy;
  readonly #dice: Dice;
  /** The last number given on each side of each street. */
  readonly #numbers = new Map<string, number>();

  constructor(terrain: Terrain, city: CityStreets, ground: Occupancy) {
    this.#terrain = terrain;
    this.#city = city;
    this.#ground = ground;
    this.#dice = new Dice(terrain.seed + 900);
  }

  build(piece: StreetPiece, index: number): Lot[] {
    if (classOf(this.#city, piece) === "highway") return [];
    return [...this.#side(piece, index, "left"), ...this.#side(piece, index, "right")];
  }

  #side(piece: StreetPiece, index: number, side: "left" | "right"): Lot[] {
    const [from, to] = endsOf(this.#city, piece);
    const length = lengthM(to.x - from.x, to.y - from.y);
    const along = { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
    const turn = side === "left" ? 1 : -1;
    const away = { x: -along.y * turn, y: along.x * turn };
    const halfM = HALF_STREET_M[classOf(this.#city, piece)];
    const lots: Lot[] = [];
    let at = CORNER_M;
    for (;;) {
      const middle = move(from, along, at);
      const fabric = fabricAt(densityAt(this.#terrain, middle));
      const [wide, deep] = [this.#between(fabric.wide), this.#between(fabric.deep)];
      if (at + wide > length - CORNER_M) return lots;
      const corner = move(move(from, along, at), away, halfM);
      const building = box(corner, scale(along, wide), scale(away, deep));
      const isYard = !this.#dice.chance(fabric.built);
      if (!isYard && !this.#isFree(building, scale(along, wide), scale(away, deep))) {
        at += STEP_M;
        continue;
      }
      if (!isYard) {
        const share = (at + wide / 2) / length;
        const kerb = move(move(from, along, share * length), away, halfM * KERB_SHARE);
        const number = this.#nextNumber(piece.street, side);
        lots.push({ piece: index, number, kerb, share, building, heightM: this.#between(fabric.floors) * FLOOR_M });
      }
      at += wide + this.#between(fabric.gap);
    }
  }

  #isFree(building: Ring, along: Metres, away: Metres): boolean {
    const [corner] = building;
    if (!corner || building.some((place) => isWet(this.#terrain, place) || isOpen(this.#terrain, place))) return false;
    return this.#ground.tryBox(corner, along, away);
  }

  #nextNumber(street: number, side: "left" | "right"): number {
    const key = `${street} ${side}`;
    const number = (this.#numbers.get(key) ?? (side === "left" ? -1 : 0)) + 2;
    this.#numbers.set(key, number);
    return number;
  }

  #between([least, most]: readonly [number, number]): number {
    return this.#dice.between(least, most);
  }
}

function fabricAt(density: number): Fabric {
  return FABRICS.find(({ from }) => density >= from) ?? EMPTY;
}

const EMPTY: Fabric = { from: 0, wide: [20, 20], deep: [10, 10], gap: [100, 100], built: 0, floors: [1, 1] };

function box(corner: Metres, along: Metres, away: Metres): Ring {
  const [next, last] = [move(corner, along, 1), move(corner, away, 1)];
  return [corner, next, move(next, away, 1), last];
}

function move(from: Metres, direction: Metres, metres: number): Metres {
  return { x: from.x + direction.x * metres, y: from.y + direction.y * metres };
}

function scale({ x, y }: Metres, factor: number): Metres {
  return { x: x * factor, y: y * factor };
}

function endsOf({ nodes }: CityStreets, { from, to }: StreetPiece): [Metres, Metres] {
  const nowhere = { x: 0, y: 0 };
  return [nodes[from] ?? nowhere, nodes[to] ?? nowhere];
}

function classOf({ streets }: CityStreets, { street }: StreetPiece): RoadClass {
  return streets[street]?.roadClass ?? "residential";
}
