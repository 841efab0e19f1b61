import type { LatLng } from "../../domain/geo.ts";
import type { Result } from "../../domain/result.ts";
import type { Resting } from "../outbound/upstream-gate.ts";
import type { RouteSource } from "../../protocol/live/planned-route.ts";

/** What goes where: roads differ more than vehicles do. */
export type TravelMode = "car" | "truck" | "bicycle";

/** A way along roads, with a leg between each two neighbours of what was asked. */
export interface RoadWay {
  readonly points: readonly LatLng[];
  readonly legs: readonly { readonly metres: number; readonly seconds: number }[];
}

/**
 * `no-way`: the service works and knows none. The others say nothing about the places: it could not be reached in time,
 * sent what is not its answer, or has failed so often that it is not asked.
 */
export type RoadError =
  | { readonly tag: "no-way" }
  | { readonly tag: "unreachable"; readonly reason: "timeout" | "network" | "status"; readonly pauseSeconds?: number }
  | { readonly tag: "malformed" }
  | { readonly tag: "too-large" }
  | Resting;

/** Where a service answers, and how long it is waited for. */
export interface RoadService {
  readonly url: string;
  readonly timeoutMs?: number;
}

/** Where roads lead, as somebody else knows it. */
export interface RoadRouter {
  readonly source: Exclude<RouteSource, "straight-line">;
  /** Through at least two places in their order. */
  way(places: readonly LatLng[], mode: TravelMode): Promise<Result<RoadWay, RoadError>>;
}
