import type { RegionRow } from "../db/regions.ts";
import type { Failure } from "../domain/failure.ts";
import { checkFence } from "../domain/fence-shape.ts";
import { boundsOf, type LatLng } from "../domain/geo.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { isTimeZone } from "../domain/time-zone.ts";
import type { NewRegion, Region, RegionChange, RegionDetail } from "../protocol/api/regions.ts";
import { PolygonJson } from "../protocol/geo-json.ts";
import { fenceWords, polygonOf } from "./geofence-contents.ts";

export function regionView({ id, name, timeZone, polygon, closedAt }: RegionRow): Region {
  const corners = cornersOf(polygon);
  return { id, name, timeZone, bounds: corners.length === 0 ? null : boundsOf(corners), closedAt };
}

export function regionDetail(row: RegionRow): RegionDetail {
  const { version, createdAt, updatedAt } = row;
  return { ...regionView(row), area: cornersOf(row.polygon), version, createdAt, updatedAt };
}

/** The columns of a service area that keeps the rules of geometry. */
export function areaPolygon(area: NewRegion["area"]): Result<PolygonJson, Failure> {
  const checked = checkFence({ kind: "polygon", points: area });
  if (!checked.ok) return refused("area", fenceWords(checked.error));
  return ok(polygonOf(checked.value.kind === "polygon" ? checked.value.points : area));
}

export function checkTimeZone(timeZone: RegionChange["timeZone"]): Result<void, Failure> {
  if (timeZone === undefined || isTimeZone(timeZone)) return ok(undefined);
  return refused("timeZone", "is no time zone that is known here");
}

/** Each once: a stored ring ends where it began. None where nothing of ours wrote the area. */
function cornersOf(polygon: unknown): LatLng[] {
  const area = PolygonJson.safeParse(polygon);
  return area.success ? area.data.coordinates[0].slice(0, -1).map(([lng, lat]) => ({ lat, lng })) : [];
}

function refused(field: string, message: string): Result<never, Failure> {
  return err({ tag: "invalid-request", errors: [{ path: `body.${field}`, message }] });
}
