import { lengthM, type Metres } from "../../src/domain/geo.ts";
import { BORDER_M, QUAY_M } from "./planned-streets.ts";
import { growRing, insideZone, type Zone, zoneOf } from "./ring.ts";
import { ROAD_CLASSES } from "./road-class.ts";
import type { StreetLine } from "./street-line.ts";
import type { Piece, StreetNet } from "./street-net.ts";
import { besideRiver, isWet, type Terrain } from "./terrain.ts";

/** Two streets that leave a crossing closer than this to each other would be one on the ground. */
const SLIVER_RAD = 0.27;
/** The street along a bank or a border lies on the line itself: the rest has to be nearer than this to be dropped. */
const ON_LINE_M = 4;
const DOCK_EDGE_M = 10;
/** Nobody builds a bridge along a river. */
const LONGEST_BRIDGE = { widths: 1.7, extraM: 130 };

/** Takes away what cannot be: streets in water and parks, streets in one another, streets that lead nowhere. */
export function trimStreets(terrain: Terrain, lines: readonly StreetLine[], net: StreetNet): Piece[] {
  const closed = closedGround(terrain);
  const allowed = net.pieces.filter((piece) => {
    const line = lines[piece.line];
    const isSmall = line?.roadClass === "residential";
    return line?.bridges || !samplesOf(net, piece).some((place) => isClosed(terrain, closed, place, isSmall));
  });
  const crossable = withoutLongBridges(terrain, lines, net, allowed);
  const apart = withoutSlivers(lines, net, crossable);
  return withoutDeadEnds(apart);
}

/** Whether any of a piece runs over water. */
export function isOverWater(terrain: Terrain, net: StreetNet, piece: Piece): boolean {
  return samplesOf(net, piece).some((place) => isWet(terrain, place));
}

/** Where streets without bridges end, and where small streets end besides. */
interface ClosedGround {
  readonly riverM: number;
  readonly water: readonly Zone[];
  readonly parks: readonly Zone[];
}

function closedGround({ river, lake, docks, parks }: Terrain): ClosedGround {
  const grown = (zones: readonly Zone[], byM: number) => zones.map(({ ring }) => zoneOf(growRing(ring, byM)));
  return {
    riverM: river.widthM / 2 + QUAY_M - ON_LINE_M,
    water: [...grown([lake], BORDER_M - ON_LINE_M), ...grown(docks, DOCK_EDGE_M)],
    parks: grown(parks, BORDER_M - ON_LINE_M),
  };
}

function isClosed({ river }: Terrain, closed: ClosedGround, place: Metres, isSmall: boolean): boolean {
  if (Math.abs(besideRiver(river, place)) < closed.riverM) return true;
  const zones = isSmall ? [...closed.water, ...closed.parks] : closed.water;
  return zones.some((zone) => insideZone(zone, place));
}

const SHARES = [0.1, 0.3, 0.5, 0.7, 0.9];

function samplesOf({ nodes }: StreetNet, { from, to }: Piece): Metres[] {
  const [a, b] = [nodes[from], nodes[to]];
  if (!a || !b) return [];
  return SHARES.map((share) => ({ x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share }));
}

function withoutLongBridges(
  terrain: Terrain,
  lines: readonly StreetLine[],
  net: StreetNet,
  pieces: readonly Piece[],
): Piece[] {
  const longestM = LONGEST_BRIDGE.widths * terrain.river.widthM + LONGEST_BRIDGE.extraM;
  const dropped = new Set<Piece>();
  let run: Piece[] = [];
  const end = () => {
    const metres = run.reduce((sum, piece) => sum + pieceM(net, piece), 0);
    if (metres > longestM) for (const piece of run) dropped.add(piece);
    run = [];
  };
  for (const piece of pieces) {
    if (piece.line !== run[0]?.line || piece.from !== run.at(-1)?.to) end();
    if (lines[piece.line]?.bridges && isOverWater(terrain, net, piece)) run.push(piece);
    else end();
  }
  end();
  return pieces.filter((piece) => !dropped.has(piece));
}

function pieceM({ nodes }: StreetNet, { from, to }: Piece): number {
  const [a, b] = [nodes[from], nodes[to]];
  return a && b ? lengthM(b.x - a.x, b.y - a.y) : 0;
}

/** Of two pieces that leave a crossing side by side the lesser one goes. */
function withoutSlivers(lines: readonly StreetLine[], net: StreetNet, pieces: readonly Piece[]): Piece[] {
  const dropped = new Set<Piece>();
  for (const [node, around] of piecesAround(pieces)) {
    const byRank = around.toSorted((a, b) => rankOf(lines, a) - rankOf(lines, b) || a.order - b.order);
    for (const [index, piece] of byRank.entries()) {
      const heading = headingFrom(net, node, piece);
      const better = byRank.slice(0, index).filter((other) => !dropped.has(other));
      if (better.some((other) => angleBetween(heading, headingFrom(net, node, other)) < SLIVER_RAD)) dropped.add(piece);
    }
  }
  return pieces.filter((piece) => !dropped.has(piece));
}

function rankOf(lines: readonly StreetLine[], { line }: Piece): number {
  return ROAD_CLASSES.indexOf(lines[line]?.roadClass ?? "residential");
}

function headingFrom({ nodes }: StreetNet, node: number, { from, to }: Piece): number {
  const [here, there] = [nodes[node], nodes[from === node ? to : from]];
  return here && there ? Math.atan2(there.y - here.y, there.x - here.x) : 0;
}

function angleBetween(one: number, other: number): number {
  const turned = Math.abs(one - other) % (2 * Math.PI);
  return Math.min(turned, 2 * Math.PI - turned);
}

function withoutDeadEnds(pieces: readonly Piece[]): Piece[] {
  let kept = [...pieces];
  for (;;) {
    const around = piecesAround(kept);
    const through = kept.filter(({ from, to }) => isThrough(around, from) && isThrough(around, to));
    if (through.length === kept.length) return kept;
    kept = through;
  }
}

function isThrough(around: ReadonlyMap<number, readonly Piece[]>, node: number): boolean {
  return (around.get(node)?.length ?? 0) > 1;
}

function piecesAround(pieces: readonly Piece[]): Map<number, Piece[]> {
  const around = new Map<number, Piece[]>();
  for (const piece of pieces)
    for (const node of [piece.from, piece.to]) {
      const there = around.get(node);
      if (there) there.push(piece);
      else around.set(node, [piece]);
    }
  return around;
}
