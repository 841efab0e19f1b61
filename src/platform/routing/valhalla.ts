import * as z from "zod";
import type { LatLng } from "../../domain/geo.ts";
import { decodePolyline } from "../../domain/polyline.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { fetchJson } from "./fetch-json.ts";
import type { RoadError, RoadRouter, RoadService, RoadWay, TravelMode } from "./road-router.ts";

const COSTING: Record<TravelMode, string> = { car: "auto", truck: "truck", bicycle: "bicycle" };
const METRES_PER_KILOMETRE = 1000;

const Found = z.object({
  trip: z.object({
    status: z.literal(0),
    legs: z.array(
      z.object({
        shape: z.string(),
        summary: z.object({ length: z.number().min(0), time: z.number().min(0) }),
      }),
    ),
  }),
});
/** Too far, not connected, no road nearby, no way: answers about the places. Everything else is a fault of ours or theirs. */
const NO_WAY: ReadonlySet<number> = new Set([154, 170, 171, 442]);
const Refused = z.object({ error_code: z.number() });

/** Valhalla's route action. */
export function valhallaRouter({ url, timeoutMs }: RoadService): RoadRouter {
  return {
    source: "valhalla",
    way: async (places, mode) => {
      const body = JSON.stringify({
        locations: places.map(({ lat, lng }) => ({ lat, lon: lng, type: "break" })),
        costing: COSTING[mode],
        units: "kilometers",
        // Nobody reads the turns: the driver's own map does that.
        directions_type: "none",
      });
      const headers = { "content-type": "application/json" };
      const answer = await fetchJson(`${url}/route`, { method: "POST", headers, body }, timeoutMs);
      return answer.ok ? read(answer.value, places.length - 1) : answer;
    },
  };
}

function read(body: unknown, legCount: number): Result<RoadWay, RoadError> {
  const found = Found.safeParse(body);
  if (!found.success) {
    const refused = Refused.safeParse(body);
    return err({ tag: refused.success && NO_WAY.has(refused.data.error_code) ? "no-way" : "malformed" });
  }
  const { legs } = found.data.trip;
  if (legs.length !== legCount) return err({ tag: "malformed" });
  const points: LatLng[] = [];
  for (const { shape } of legs) {
    const decoded = decodePolyline(shape, 6);
    if (!decoded.ok) return err({ tag: "malformed" });
    points.push(...decoded.value);
  }
  return ok({
    points,
    legs: legs.map(({ summary: { length, time } }) => ({ metres: length * METRES_PER_KILOMETRE, seconds: time })),
  });
}
