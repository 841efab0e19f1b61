import { lengthM, type Metres } from "../../src/domain/geo.ts";
import { plannedStreets } from "./planned-streets.ts";
import type { RoadClass } from "./road-class.ts";
import type { StreetLine } from "./street-line.ts";
import { StreetNames } from "./street-names.ts";
import { joinStreets, type Piece, type StreetNet } from "./street-net.ts";
import { type Arc, strongPart } from "./strong-part.ts";
import { densityAt, type Terrain } from "./terrain.ts";
import { isOverWater, trimStreets } from "./trim-streets.ts";

interface Street {
  readonly name: string;
  readonly roadClass: RoadClass;
}

/** A straight piece of a street as it was built; one-way traffic goes from `from` to `to`. */
export interface StreetPiece {
  readonly from: number;
  readonly to: number;
  readonly street: number;
  readonly oneWay: boolean;
  readonly isBridge: boolean;
}

export interface CityStreets {
  readonly nodes: readonly Metres[];
  readonly streets: readonly Street[];
  /** A street's pieces in the order in which they are walked. */
  readonly pieces: readonly StreetPiece[];
}

/** Old streets are narrow: traffic is sent round in turns. */
const ONE_WAY_DENSITY = 0.56;
/** Behind a longer gap a street has another name. */
const SAME_NAME_GAP_M = 420;

/** Every piece can be driven to from every other one. */
export function cityStreets(terrain: Terrain): CityStreets {
  const lines = plannedStreets(terrain);
  const net = joinStreets(lines);
  const built = trimStreets(terrain, lines, net);
  const isOneWay = (piece: Piece) => oneWay(terrain, lines, net, piece);
  const strong = strongPart(
    net.nodes.length,
    built.flatMap((piece) => arcsOf(piece, isOneWay(piece))),
  );
  const kept = built.filter(({ from, to }) => strong.has(from) && strong.has(to));
  const { streets, streetOf } = nameStreets(terrain.seed, lines, net, kept);
  const { nodes, numbers } = renumber(net, kept);
  const pieces = kept.map((piece) => ({
    from: numbers.get(piece.from) ?? 0,
    to: numbers.get(piece.to) ?? 0,
    street: streetOf.get(piece) ?? 0,
    oneWay: isOneWay(piece),
    isBridge: isOverWater(terrain, net, piece),
  }));
  return { nodes, streets, pieces };
}

function arcsOf({ from, to }: Piece, isOneWay: boolean): Arc[] {
  return isOneWay
    ? [{ from, to }]
    : [
        { from, to },
        { from: to, to: from },
      ];
}

function oneWay(terrain: Terrain, lines: readonly StreetLine[], { nodes }: StreetNet, { line, from }: Piece): boolean {
  const planned = lines[line];
  const place = nodes[from];
  if (!planned?.oneWay || planned.roadClass !== "residential" || !place) return false;
  return densityAt(terrain, place) > ONE_WAY_DENSITY;
}

interface Named {
  readonly streets: Street[];
  readonly streetOf: ReadonlyMap<Piece, number>;
}

function nameStreets(seed: number, lines: readonly StreetLine[], net: StreetNet, pieces: readonly Piece[]): Named {
  const names = new StreetNames(seed);
  const streets: Street[] = [];
  const streetOf = new Map<Piece, number>();
  const lastOf = new Map<string, { piece: Piece; street: number }>();
  for (const piece of pieces) {
    const line = lines[piece.line];
    if (!line) continue;
    const family = line.name ?? line.family ?? `line ${piece.line}`;
    const last = lastOf.get(family);
    const goesOn = last && (line.name !== undefined || gapM(net, last.piece, piece) < SAME_NAME_GAP_M);
    const { roadClass } = line;
    const name = line.name ?? (goesOn || roadClass === "highway" ? "" : names.next(roadClass));
    const street = goesOn ? last.street : streets.push({ name, roadClass }) - 1;
    lastOf.set(family, { piece, street });
    streetOf.set(piece, street);
  }
  return { streets, streetOf };
}

/** Between the nearest ends: a line may have been drawn in either direction. */
function gapM({ nodes }: StreetNet, one: Piece, other: Piece): number {
  const gaps = [one.from, one.to].flatMap((a) =>
    [other.from, other.to].map((b) => {
      const [from, to] = [nodes[a], nodes[b]];
      return from && to ? lengthM(to.x - from.x, to.y - from.y) : Infinity;
    }),
  );
  return Math.min(...gaps);
}

function renumber(net: StreetNet, pieces: readonly Piece[]): { nodes: Metres[]; numbers: Map<number, number> } {
  const nodes: Metres[] = [];
  const numbers = new Map<number, number>();
  for (const node of pieces.flatMap(({ from, to }) => [from, to])) {
    const place = net.nodes[node];
    if (place && !numbers.has(node)) numbers.set(node, nodes.push(place) - 1);
  }
  return { nodes, numbers };
}
