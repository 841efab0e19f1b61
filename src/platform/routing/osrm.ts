import * as z from "zod";
import type { LatLng } from "../../domain/geo.ts";
import { decodePolyline } from "../../domain/polyline.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { fetchJson } from "./fetch-json.ts";
import type { RoadError, RoadRouter, RoadService, RoadWay, TravelMode } from "./road-router.ts";

const PROFILE: Record<TravelMode, string> = { car: "driving", truck: "driving", bicycle: "cycling" };
/** Finer than a metre is nobody's address. */
const DECIMALS = 6;

const Found = z.object({
  code: z.literal("Ok"),
  routes: z
    .array(
      z.object({
        geometry: z.string(),
        legs: z.array(z.object({ distance: z.number().min(0), duration: z.number().min(0) })),
      }),
    )
    .min(1),
});
const NotFound = z.object({ code: z.enum(["NoRoute", "NoSegment", "TooBig", "InvalidValue"]) });

/** OSRM's route service, version 1. A stock server knows one kind of vehicle, whatever the address says. */
export function osrmRouter({ url, timeoutMs }: RoadService): RoadRouter {
  return {
    source: "osrm",
    way: async (places, mode) => {
      const answer = await fetchJson(`${url}/route/v1/${PROFILE[mode]}/${written(places)}?${OPTIONS}`, {}, timeoutMs);
      return answer.ok ? read(answer.value, places.length - 1) : answer;
    },
  };
}

// "simplified" is made for a screen and cuts corners by a street or more; we simplify ourselves.
const OPTIONS = new URLSearchParams({
  overview: "full",
  geometries: "polyline6",
  steps: "false",
  alternatives: "false",
}).toString();

function written(places: readonly LatLng[]): string {
  return places.map(({ lat, lng }) => `${lng.toFixed(DECIMALS)},${lat.toFixed(DECIMALS)}`).join(";");
}

function read(body: unknown, legCount: number): Result<RoadWay, RoadError> {
  const found = Found.safeParse(body);
  if (!found.success) return err({ tag: NotFound.safeParse(body).success ? "no-way" : "malformed" });
  const [route] = found.data.routes;
  const points = route && decodePolyline(route.geometry, 6);
  if (!route || !points?.ok || route.legs.length !== legCount) return err({ tag: "malformed" });
  return ok({
    points: points.value,
    legs: route.legs.map(({ distance, duration }) => ({ metres: distance, seconds: duration })),
  });
}
