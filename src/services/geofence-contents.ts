import type { GeofenceContent, GeofenceRow } from "../db/geofences.ts";
import type { Failure } from "../domain/failure.ts";
import { checkFence, type FenceProblem, type FenceShape } from "../domain/fence-shape.ts";
import type { LatLng } from "../domain/geo.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Geofence } from "../protocol/api/geofences.ts";
import { type GeofenceRules, GeofenceShape } from "../protocol/geofence.ts";
import { LineJson, PolygonJson } from "../protocol/geo-json.ts";
import type { LiveFence } from "../protocol/live/live-fence.ts";

const SECONDS_PER_MINUTE = 60;

type ShapeColumns = Pick<GeofenceContent, "kind" | "lat" | "lng" | "radiusM" | "polygon" | "line" | "widthM">;
type RuleColumns = Pick<GeofenceContent, "onEnter" | "onLeave" | "dwellSeconds">;

/** The columns of a shape that keeps the rules of geometry. */
export function shapeColumns(shape: GeofenceShape): Result<ShapeColumns, Failure> {
  const checked = checkFence(shape);
  if (!checked.ok)
    return err({ tag: "invalid-request", errors: [{ path: "body.shape", message: fenceWords(checked.error) }] });
  const none = { lat: null, lng: null, radiusM: null, polygon: null, line: null, widthM: null };
  const { value } = checked;
  switch (value.kind) {
    case "circle":
      return ok({ ...none, ...value });
    case "polygon":
      return ok({ ...none, kind: value.kind, polygon: polygonOf(value.points) });
    case "corridor": {
      const { kind, points, widthM } = value;
      return ok({ ...none, kind, widthM, line: lineOf(points) });
    }
  }
}

export function ruleColumns({ onEnter, onLeave, dwellMinutes }: GeofenceRules): RuleColumns {
  return { onEnter, onLeave, dwellSeconds: dwellMinutes === null ? null : dwellMinutes * SECONDS_PER_MINUTE };
}

export function geofenceView(row: GeofenceRow): Geofence {
  const { id, regionId, name, active, version, createdAt, updatedAt } = row;
  return { id, regionId, name, shape: shapeOf(row), rules: rulesOf(row), active, version, createdAt, updatedAt };
}

/** What objects are told of it. */
export function liveFence(row: GeofenceRow): LiveFence {
  return { fenceId: row.id, shape: shapeOf(row), rules: rulesOf(row) };
}

/** Throws on what nothing of ours wrote. */
function shapeOf({ kind, lat, lng, radiusM, polygon, line, widthM }: ShapeColumns): GeofenceShape {
  switch (kind) {
    case "circle":
      return GeofenceShape.parse({ kind, lat, lng, radiusM });
    case "polygon":
      return GeofenceShape.parse({ kind, points: PolygonJson.parse(polygon).coordinates[0].slice(0, -1).map(toPlace) });
    case "corridor":
      return GeofenceShape.parse({ kind, points: LineJson.parse(line).coordinates.map(toPlace), widthM });
  }
}

function rulesOf({ onEnter, onLeave, dwellSeconds }: RuleColumns): GeofenceRules {
  return { onEnter, onLeave, dwellMinutes: dwellSeconds === null ? null : dwellSeconds / SECONDS_PER_MINUTE };
}

/** A ring ends where it began. */
export function polygonOf(points: Extract<FenceShape, { kind: "polygon" }>["points"]): PolygonJson {
  return { type: "Polygon", coordinates: [[...points, ...points.slice(0, 1)].map(toPosition)] };
}

function lineOf(points: readonly LatLng[]): LineJson {
  return { type: "LineString", coordinates: points.map(toPosition) };
}

function toPosition({ lat, lng }: LatLng): [number, number] {
  return [lng, lat];
}

function toPlace([lng, lat]: readonly [number, number]): { lat: number; lng: number } {
  return { lat, lng };
}

export function fenceWords(problem: FenceProblem): string {
  switch (problem.tag) {
    case "place-not-on-earth":
      return `has a corner that cannot be drawn on: number ${problem.index + 1}`;
    case "too-few-points":
      return `needs at least ${problem.atLeast} different corners`;
    case "too-many-points":
      return `has more than ${problem.atMost} corners`;
    case "too-small":
      return `must reach at least ${problem.atLeastM} m`;
    case "too-large":
      return `must not reach farther than ${problem.atMostM / 1000} km`;
    case "sides-cross":
      return `has sides that cross: those after corners ${problem.first + 1} and ${problem.second + 1}`;
  }
}
