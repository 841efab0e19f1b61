import { isEtaNews, leftToStopM, publishedEta, reportEta } from "./eta.ts";
import type { EtaReport, NextArrival, PublishedEta } from "./eta.ts";
import type { LatLng } from "./geo.ts";
import type { RouteProgress } from "./route-progress.ts";
import type { SmoothPlace } from "./smoothing.ts";
import type { StopWatch } from "./stop-watch.ts";
import { advanceLeg, legSeconds } from "./leg-time.ts";
import type { Leg } from "./leg-time.ts";
import type { TripPlan } from "./trip-plan.ts";

const SECOND_MS = 1000;

/** What is known of the way to the stop that is due. */
export interface Outlook {
  readonly leg: Leg | null;
  readonly published: PublishedEta | null;
}

export interface OutlookNeeds {
  readonly plan: TripPlan;
  readonly route: RouteProgress | null;
  readonly stops: StopWatch;
  readonly hourFactor: number;
}

export interface OutlookStep {
  readonly outlook: Outlook;
  readonly next: NextArrival | null;
  readonly eta: EtaReport | null;
}

export const NO_OUTLOOK: Outlook = { leg: null, published: null };

/** The stop that is due is looked at with each fix; those behind it only when there is something new to say. */
export function advanceOutlook(before: Outlook, place: SmoothPlace, needs: OutlookNeeds): OutlookStep {
  const { plan, stops, route, hourFactor } = needs;
  const pace = plan.pace[plan.next] ?? 1;
  const due = plan.stops[plan.next];
  if (!due) return { outlook: NO_OUTLOOK, next: null, eta: null };
  const { at, speedMps } = place;
  const leftM = leftOnWay(plan, place, route);
  const isParked = stops.here !== null;
  const leg = advanceLeg(before.leg, { stopId: due.stopId, leftM, speedMps, at, isParked });
  const isHere = stops.here?.stopId === due.stopId;
  // Said to have arrived, but not seen in the circle: the door may be on the other side of the block.
  const hereSince = isHere ? (stops.here?.since ?? at) : due.status === "arrived" ? at : null;
  const etaAt = hereSince ?? at + Math.round(legSeconds(leg, leftM, hourFactor * pace)) * SECOND_MS;
  const next: NextArrival = { index: plan.next, leftM, etaAt, hereSince };
  const published = publishedEta(plan, next);
  if (!isEtaNews(before.published, published))
    return { outlook: { leg, published: before.published }, next, eta: null };
  return { outlook: { leg, published }, next, eta: reportEta(plan, next, at, hourFactor) };
}

/**
 * The forecast that was told last, once more: a trip that slept remembers when it is due at the next stop, and the rest
 * follows from the plan. Null where the plan has gone on since; the next fix makes a new one.
 */
export function recallEta(
  { published }: Outlook,
  seen: LatLng & { readonly at: number },
  { plan, route, hourFactor }: Omit<OutlookNeeds, "stops">,
): EtaReport | null {
  if (!published || plan.stops[plan.next]?.stopId !== published.stopId) return null;
  const { etaAt, isHere } = published;
  const next = { index: plan.next, leftM: leftOnWay(plan, seen, route), etaAt, hereSince: isHere ? etaAt : null };
  return reportEta(plan, next, seen.at, hourFactor);
}

function leftOnWay(plan: TripPlan, place: LatLng, route: RouteProgress | null): number {
  return leftToStopM(plan, plan.next, place, route && !route.isOff ? route.alongM : null);
}
