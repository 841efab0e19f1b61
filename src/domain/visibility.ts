import type { CustomerView } from "../protocol/live/track-down.ts";
import type { Visibility } from "../protocol/live/trip-brief.ts";
import type { LivePoint } from "../protocol/live/trip-report.ts";
import type { TripStatus } from "../protocol/trip.ts";
import type { StopEta } from "./eta.ts";
import { distanceM, localFrame, METRES_PER_LAT, roundTo } from "./geo.ts";
import { hasBegun, isOpenStop } from "./trip-plan.ts";
import type { PlannedStop } from "./trip-plan.ts";
import { isTripOver } from "./trip-state.ts";

const MINUTE_MS = 60_000;
/** Good enough to see the van turn into the street, too coarse to tell at which door it stands. */
const GRID_M = 50;
const HEADING_STEP_DEG = 15;
/** Older, and it says where the driver was, which is nobody's business. */
const POINT_LIFETIME_MS = 5 * MINUTE_MS;
/** Older than this it is shown, but said to be old. */
const STALE_MS = MINUTE_MS;

/** The part of a customer's view that depends on where the driver is. */
export type Glimpse = Pick<CustomerView, "state" | "stopsBefore" | "eta" | "destination" | "point" | "stale">;

export interface Lookout {
  readonly tripStatus: TripStatus;
  readonly stops: readonly Pick<PlannedStop, "stopId" | "status" | "lat" | "lng">[];
  readonly ownStopId: string;
  readonly point: LivePoint | null;
  /** Of the customer's own stop. */
  readonly eta: StopEta | null;
}

/** Nothing but that it is over. */
export const ENDED: Glimpse = {
  state: "ended",
  stopsBefore: null,
  eta: null,
  destination: null,
  point: null,
  stale: false,
};

/** Built up from nothing: what is not named here, a customer does not learn. */
export function glimpse(rules: Visibility, lookout: Lookout, now: number): Glimpse {
  const own = lookout.stops.find(({ stopId }) => stopId === lookout.ownStopId);
  if (!own || isTripOver(lookout.tripStatus) || !isOpenStop(own)) return ENDED;
  const stopsBefore = countBefore(lookout.stops, own);
  const eta = showEta(lookout.eta, own.stopId);
  const point = freshPoint(lookout.point, now);
  const isShown = lookout.tripStatus === "active" && maySee(rules, { own, stopsBefore, eta, point }, now);
  if (!isShown) return { state: "hidden", stopsBefore, eta, destination: null, point: null, stale: false };
  const stale = point === null || now - point.at > STALE_MS;
  const destination = { lat: own.lat, lng: own.lng };
  return { state: "visible", stopsBefore, eta, destination, point: point && coarsen(point), stale };
}

function freshPoint(point: LivePoint | null, now: number): LivePoint | null {
  return point && now - point.at <= POINT_LIFETIME_MS ? point : null;
}

/** To the nearest crossing of a grid of 50 m, which depends on the place alone: many looks tell no more than one. */
export function coarsen(point: LivePoint): NonNullable<CustomerView["point"]> {
  const lat = snap(point.lat, GRID_M / METRES_PER_LAT);
  const lng = snap(point.lng, GRID_M / localFrame({ lat, lng: 0 }).metresPerLng);
  const headingDeg = point.headingDeg === null ? null : snap(point.headingDeg, HEADING_STEP_DEG) % 360;
  return { lat: clamp(lat, 90), lng: clamp(lng, 180), headingDeg, at: point.at };
}

interface Nearness {
  readonly own: Pick<PlannedStop, "lat" | "lng">;
  readonly stopsBefore: number;
  readonly eta: Glimpse["eta"];
  readonly point: LivePoint | null;
}

function maySee(rules: Visibility, { own, stopsBefore, eta, point }: Nearness, now: number): boolean {
  if (rules.mode !== "near") return rules.mode === "always";
  if (stopsBefore <= rules.stopsAhead) return true;
  if (rules.minutes !== null && eta !== null && eta.at - now <= rules.minutes * MINUTE_MS) return true;
  return rules.metres !== null && point !== null && distanceM(own, point) <= rules.metres;
}

/** A stop that has begun comes first, whatever the plan says. */
function countBefore(stops: Lookout["stops"], own: Lookout["stops"][number]): number {
  if (hasBegun(own)) return 0;
  const ownIndex = stops.indexOf(own);
  return stops.filter((stop, index) => (index < ownIndex && isOpenStop(stop)) || hasBegun(stop)).length;
}

function showEta(eta: StopEta | null, ownStopId: string): Glimpse["eta"] {
  return eta?.stopId === ownStopId ? { at: eta.etaAt, from: eta.etaAt, to: eta.p90At } : null;
}

function snap(value: number, step: number): number {
  return roundTo(Math.round(value / step) * step, 1e6);
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(-most, value));
}
