import type { Metres } from "../../src/domain/geo.ts";
import { NodeFinder } from "./node-finder.ts";
import { ROAD_CLASSES, type RoadClass } from "./road-class.ts";
import type { StreetLine } from "./street-line.ts";

/** A straight piece of street between two crossings or bends. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  /** Which of the planned lines it is a part of, and the how-manieth part. */
  readonly line: number;
  readonly order: number;
}

/** Streets that know where they meet: pieces touch at their ends only. */
export interface StreetNet {
  readonly nodes: readonly Metres[];
  readonly pieces: readonly Piece[];
}

interface Segment {
  readonly line: number;
  readonly roadClass: RoadClass;
  readonly from: Metres;
  readonly to: Metres;
  /** Crossings as [share of the way, node]. */
  readonly cuts: [share: number, node: number][];
}

/** About a block: a segment then lies in one to four cells. */
const CELL_M = 150;

/** Finds every crossing. Where two lines share a stretch, the one that was planned first keeps it. */
export function joinStreets(lines: readonly StreetLine[]): StreetNet {
  const finder = new NodeFinder();
  const segments = lines.flatMap((line, index) => segmentsOf(line, index));
  for (const segment of segments) {
    const level = levelOf(segment.roadClass);
    segment.cuts.push([0, finder.nodeAt(segment.from, level)], [1, finder.nodeAt(segment.to, level)]);
  }
  for (const [cell, inCell] of cellsOf(segments)) crossAll(cell, inCell, finder);
  const pieces: Piece[] = [];
  const seen = new Set<string>();
  for (const { line, cuts } of segments) {
    const nodes = cuts.toSorted(([a], [b]) => a - b).map(([, node]) => node);
    for (const [index, to] of nodes.entries()) {
      const from = nodes[index - 1];
      if (from === undefined || from === to) continue;
      const pair = from < to ? `${from} ${to}` : `${to} ${from}`;
      if (!seen.has(pair)) pieces.push({ from, to, line, order: pieces.length });
      seen.add(pair);
    }
  }
  return { nodes: finder.nodes, pieces };
}

function segmentsOf({ points, roadClass }: StreetLine, line: number): Segment[] {
  return points.slice(1).flatMap((to, index) => {
    const from = points[index];
    return from ? [{ line, roadClass, from, to, cuts: [] }] : [];
  });
}

function cellsOf(segments: readonly Segment[]): Map<string, Segment[]> {
  const cells = new Map<string, Segment[]>();
  for (const segment of segments) {
    const { from, to } = segment;
    const [west, east] = [cellOf(Math.min(from.x, to.x)), cellOf(Math.max(from.x, to.x))];
    const [south, north] = [cellOf(Math.min(from.y, to.y)), cellOf(Math.max(from.y, to.y))];
    for (let column = west; column <= east; column++)
      for (let row = south; row <= north; row++) {
        const key = keyOf(column, row);
        const inCell = cells.get(key);
        if (inCell) inCell.push(segment);
        else cells.set(key, [segment]);
      }
  }
  return cells;
}

function cellAt({ x, y }: Metres): string {
  return keyOf(cellOf(x), cellOf(y));
}

function keyOf(column: number, row: number): string {
  return `${column} ${row}`;
}

function cellOf(metres: number): number {
  return Math.floor(metres / CELL_M);
}

/** Two segments may share several cells: they cross in the one that holds the place. */
function crossAll(cell: string, segments: readonly Segment[], finder: NodeFinder): void {
  for (const [index, one] of segments.entries())
    for (const other of segments.slice(index + 1)) {
      if (one.line === other.line || !meets(one.roadClass, other.roadClass)) continue;
      const shares = crossingOf(one, other);
      if (!shares) continue;
      const place = pointAt(one, shares[0]);
      if (cellAt(place) !== cell) continue;
      const node = finder.join(place, levelOf(one.roadClass), levelOf(other.roadClass));
      one.cuts.push([shares[0], node]);
      other.cuts.push([shares[1], node]);
    }
}

/** Small streets pass below a highway; only those of some weight have a junction with it. */
function meets(one: RoadClass, other: RoadClass): boolean {
  const lesser = Math.max(ROAD_CLASSES.indexOf(one), ROAD_CLASSES.indexOf(other));
  return levelOf(one) === levelOf(other) || ROAD_CLASSES[lesser] !== "residential";
}

function levelOf(roadClass: RoadClass): number {
  return roadClass === "highway" ? 1 : 0;
}

function crossingOf(one: Segment, other: Segment): [number, number] | undefined {
  const [ax, ay] = [one.to.x - one.from.x, one.to.y - one.from.y];
  const [bx, by] = [other.to.x - other.from.x, other.to.y - other.from.y];
  const across = ax * by - ay * bx;
  if (across === 0) return undefined;
  const [dx, dy] = [other.from.x - one.from.x, other.from.y - one.from.y];
  const [onOne, onOther] = [(dx * by - dy * bx) / across, (dx * ay - dy * ax) / across];
  return onOne >= 0 && onOne <= 1 && onOther >= 0 && onOther <= 1 ? [onOne, onOther] : undefined;
}

function pointAt({ from, to }: Segment, share: number): Metres {
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
