import { optimiseRounds } from "../domain/improve-rounds.ts";
import type { Failure } from "../domain/failure.ts";
import { openStops } from "../domain/plan-order.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { planCost, type RoundPlan, type RoundProblem, timeRoute } from "../domain/route-optimiser.ts";
import { isStopOver } from "../domain/stop-state.ts";
import { hasBegun } from "../domain/trip-plan.ts";
import { OPTIMISED_STOPS_MAX, type OptimisedRoutes, type OptimiseRoutes } from "../protocol/api/routes.ts";
import type { StopId, TripId } from "../protocol/ids.ts";
import type { TripStop } from "../protocol/live/trip-brief.ts";
import { knownCaller } from "./people-desk.ts";
import { reachTrip, type TripDeps } from "./trip-access.ts";
import { arrangePlan } from "./trip-plan.ts";

export async function optimiseRoutes(deps: TripDeps, asked: OptimiseRoutes): Promise<Result<OptimisedRoutes, Failure>> {
  if ("tripId" in asked) return optimiseTrip(deps, asked);
  const known = knownCaller(deps);
  if (!known.ok) return known;
  if (asked.stops.length > OPTIMISED_STOPS_MAX) return err({ tag: "too-many-stops" });
  const stops = asked.stops.map(({ place, window, ...stop }) => ({
    ...place,
    ...stop,
    windowStartsAt: window?.startsAt ?? null,
    windowEndsAt: window?.endsAt ?? null,
  }));
  const vehicles = asked.vehicles.map(({ from = null, departAt = deps.now(), capacityStops = null }) => ({
    from,
    departAt,
    capacityStops,
  }));
  return ok(answerOf({ stops, vehicles }, null, []));
}

/** The stop that the driver is at, or drives to, stays the next one. */
async function optimiseTrip(
  deps: TripDeps,
  { tripId, apply }: { readonly tripId: TripId; readonly apply: boolean },
): Promise<Result<OptimisedRoutes, Failure>> {
  if (apply && deps.caller.kind === "driver") return err({ tag: "forbidden" });
  const reached = await reachTrip(deps, tripId, "update");
  if (!reached.ok) return reached;
  const picture = await reached.value.object.picture();
  if (!picture) return err({ tag: "not-found" });
  const open = picture.trip.stops.filter(({ status }) => !isStopOver(status));
  if (open.length > OPTIMISED_STOPS_MAX) return err({ tag: "too-many-stops" });
  const first = open.findIndex(hasBegun);
  const vehicles = [{ from: picture.point, departAt: deps.now(), capacityStops: null }];
  const problem = { stops: open.map((_, index) => visitOf(open, index, first)), vehicles };
  const ids = open.map(({ stopId }) => stopId);
  const answer = answerOf(problem, { routes: [[...open.keys()]], left: [] }, ids);
  if (!apply) return ok(answer);
  const order = answer.routes.flat().flatMap(({ stopId }) => (stopId ? [{ id: stopId }] : []));
  const applied = await arrangePlan(deps, reached.value, tripId, (stops) =>
    hasSame(openStops(stops), order) ? ok(order) : err({ tag: "version-conflict" }),
  );
  return applied.ok ? ok({ ...answer, applied: true }) : applied;
}

/** After the stop that has begun, and after where its parcels are fetched. */
function visitOf(open: readonly TripStop[], index: number, first: number): RoundProblem["stops"][number] {
  const stop = open[index];
  if (!stop) throw new RangeError(`no stop ${index}`);
  const brought = stop.shipments.filter(({ action }) => action === "dropoff").map(({ shipmentId }) => shipmentId);
  const after = [...open.keys()].filter(
    (other) => other !== index && (other === first || open[other]?.shipments.some((one) => isFetched(one, brought))),
  );
  const { lat, lng, serviceSeconds, windowStartsAt, windowEndsAt } = stop;
  return { lat, lng, serviceSeconds, windowStartsAt, windowEndsAt, loadStops: 1, after: index === first ? [] : after };
}

function isFetched({ action, shipmentId }: TripStop["shipments"][number], brought: readonly string[]): boolean {
  return action === "pickup" && brought.includes(shipmentId);
}

function answerOf(problem: RoundProblem, given: RoundPlan | null, ids: readonly StopId[]): OptimisedRoutes {
  const plan = optimiseRounds(problem, given);
  const routes = problem.vehicles.map((vehicle, number) => {
    const route = plan.routes[number] ?? [];
    return timeRoute(problem, vehicle, route).map((time, at) => {
      const index = route[at] ?? 0;
      return { index, stopId: ids[index] ?? null, ...time };
    });
  });
  return {
    routes,
    late: routes.flat().flatMap(({ index, lateSeconds }) => (lateSeconds > 0 ? [index] : [])),
    left: [...plan.left],
    costBefore: given && Math.round(planCost(problem, given)),
    costAfter: Math.round(planCost(problem, plan)),
    applied: false,
  };
}

function hasSame(a: readonly { id: StopId }[], b: readonly { id: StopId }[]): boolean {
  return a.length === b.length && a.every(({ id }) => b.some((one) => one.id === id));
}
