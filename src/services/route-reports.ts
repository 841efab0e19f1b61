import { sumRoutes } from "../db/route-analytics.ts";
import { listTripEvents } from "../db/trip-events.ts";
import { actorOf, type KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { grantFor, mayTrip, regionsOf } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { API_BASE } from "../protocol/api/endpoint.ts";
import type { RouteAnalytics } from "../protocol/api/routes.ts";
import { TRACK_EXPORTS } from "../protocol/api/track-exports.ts";
import type { IssuedTrackingLink } from "../protocol/api/tracking-links.ts";
import type { DriverId, RegionId, ShipmentId, TenantId, TripId } from "../protocol/ids.ts";
import type { TripEvent } from "../protocol/live/trip-event.ts";
import { askTrip } from "./ask-trip.ts";
import { dbFailure } from "./db-failure.ts";
import { narrowRegions } from "./narrow-regions.ts";
import { cutPage, pageLimit } from "./page.ts";
import { knownCaller } from "./people-desk.ts";
import { issueTrackingLink, type LinkDeskDeps } from "./tracking-links.ts";
import { reachTrip, type TripDeps } from "./trip-access.ts";
import { storedTrip } from "./trip-opening.ts";

interface LogPart {
  readonly owner: { readonly regionId: RegionId; readonly driverId: DriverId };
  readonly events: readonly TripEvent[];
}

export interface RouteHistory {
  items: TripEvent[];
  next?: string;
  exports: string[];
}

/** From the trip itself as long as it has its log, which needs no database; afterwards from Postgres. */
export async function getRouteHistory(
  deps: TripDeps,
  tripId: TripId,
  { after = 0, limit }: { readonly after?: number | undefined; readonly limit?: number | undefined },
): Promise<Result<RouteHistory, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const { tenantId } = known.value;
  const { wanted, read } = pageLimit(limit);
  const page = { tripId, after, limit: read };
  const log = (await liveLog(deps, tenantId, page)) ?? (await storedLog(deps, known.value, page));
  if ("tag" in log) return err(log);
  if (!mayTrip(known.value, "read", { ...log.owner, tenantId })) return err({ tag: "not-found" });
  const { rows, ...next } = cutPage(log.events, wanted, ({ seq }) => String(seq));
  const exports = Object.values(TRACK_EXPORTS).map(({ path }) => API_BASE + path.replace(":tripId", tripId));
  return ok({ items: [...rows], ...next, exports });
}

interface LogPage {
  readonly tripId: TripId;
  readonly after: number;
  readonly limit: number;
}

async function liveLog({ trip, log }: TripDeps, tenantId: TenantId, { tripId, after, limit }: LogPage) {
  return askTrip(log, "a trip's log", async () => trip(tenantId, tripId).logAfter(after, limit));
}

async function storedLog(deps: TripDeps, caller: KnownCaller, page: LogPage): Promise<LogPart | Failure> {
  const { tenantId } = caller;
  const stored = await storedTrip(deps, tenantId, page.tripId);
  if (!stored.ok) return stored.error;
  const tenant = deps.db.forTenant({ tenantId, actor: actorOf(caller), requestId: deps.requestId });
  const found = await listTripEvents(tenant, page);
  return found.ok ? { owner: stored.value.trip, events: found.value } : dbFailure(found.error);
}

/** More links than this make one request too long: the shipments' own addresses make them one by one. */
const SHARED_MAX = 100;

/** Shipments of which no link can be made any more are left out. */
export async function shareRoute(
  deps: TripDeps & LinkDeskDeps,
  tripId: TripId,
  input: { readonly replace?: boolean | undefined },
): Promise<Result<{ items: ({ shipmentId: ShipmentId } & IssuedTrackingLink)[] }, Failure>> {
  const reached = await reachTrip(deps, tripId, "read");
  if (!reached.ok) return reached;
  const picture = await reached.value.object.picture();
  if (!picture) return err({ tag: "not-found" });
  const carried = picture.trip.stops.flatMap(({ shipments }) => shipments.map(({ shipmentId }) => shipmentId));
  const items: ({ shipmentId: ShipmentId } & IssuedTrackingLink)[] = [];
  for (const shipmentId of [...new Set(carried)].slice(0, SHARED_MAX)) {
    const made = await issueTrackingLink(deps, shipmentId, input);
    if (made.ok) items.push({ shipmentId, ...made.value });
    else if (made.error.tag !== "conflict" && made.error.tag !== "not-found") return made;
  }
  return ok({ items });
}

const NOTHING: RouteAnalytics = {
  trips: 0,
  stops: 0,
  stopsDone: 0,
  stopsFailed: 0,
  onTimeShare: null,
  meanDwellSeconds: null,
  plannedM: 0,
  drivenM: 0,
  plannedSeconds: 0,
  takenSeconds: 0,
};

interface Span {
  readonly from: number;
  readonly to: number;
  readonly regionId?: RegionId | undefined;
  readonly driverId?: DriverId | undefined;
}

/** A driver's own routes, a dispatcher's of its regions. */
export async function getRouteAnalytics(
  deps: TripDeps,
  { regionId, driverId, ...span }: Span,
): Promise<Result<RouteAnalytics, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const caller = known.value;
  const grant = grantFor(caller, "trip", "list");
  if (grant === "none") return err({ tag: "forbidden" });
  const regionIds = narrowRegions(grant === "own" ? regionsOf(caller) : undefined, regionId);
  const isOther = caller.kind === "driver" && driverId !== undefined && driverId !== caller.driverId;
  if (isOther || regionIds?.length === 0) return ok(NOTHING);
  const tenant = deps.db.forTenant({
    tenantId: caller.tenantId,
    actor: actorOf(caller),
    requestId: deps.requestId,
  });
  const who = caller.kind === "driver" ? caller.driverId : driverId;
  const sums = await sumRoutes(tenant, { ...span, regionIds, driverId: who });
  return sums.ok ? sums : err(dbFailure(sums.error));
}
