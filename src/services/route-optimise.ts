import { optimiseRounds } from "../domain/improve-rounds.ts";
import type { Failure } from "../domain/failure.ts";
import { openStops } from "../domain/plan-order.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { RoundProblem } from "../domain/route-optimiser.ts";
import { isStopOver } from "../domain/stop-state.ts";
import { hasBegun } from "../domain/trip-plan.ts";
import {
  OPTIMISED_STOPS_MAX,
  type Optimisation,
  type OptimisedRoutes,
  type OptimiseRoutes,
} from "../protocol/api/routes.ts";
import type { StopId, TripId } from "../protocol/ids.ts";
import type { TripStop } from "../protocol/live/trip-brief.ts";
import { begunStop } from "./apply-optimisation.ts";
import { beginOptimisation, type OptimiseDeps } from "./optimisation-jobs.ts";
import { optimisedView, type RoundQuestion } from "./optimised-view.ts";
import { knownCaller } from "./people-desk.ts";
import { reachTrip } from "./trip-access.ts";
import { arrangePlan } from "./trip-plan.ts";

type Answer = Result<OptimisedRoutes | Optimisation, Failure>;

export async function optimiseRoutes(deps: OptimiseDeps, asked: OptimiseRoutes): Promise<Answer> {
  if ("tripId" in asked) return optimiseTrip(deps, asked);
  const known = knownCaller(deps);
  if (!known.ok) return known;
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
  return answerTo(deps, { problem: { stops, vehicles }, given: null, ids: [] });
}

/** The stop that the driver is at, or drives to, stays the next one. */
async function optimiseTrip(
  deps: OptimiseDeps,
  { tripId, apply }: { readonly tripId: TripId; readonly apply: boolean },
): Promise<Answer> {
  if (apply && deps.caller.kind === "driver") return err({ tag: "forbidden" });
  const reached = await reachTrip(deps, tripId, "update");
  if (!reached.ok) return reached;
  const picture = await reached.value.object.picture();
  if (!picture) return err({ tag: "not-found" });
  const open = picture.trip.stops.filter(({ status }) => !isStopOver(status));
  const first = open.findIndex(hasBegun);
  const vehicles = [{ from: picture.point, departAt: deps.now(), capacityStops: null }];
  const problem = { stops: open.map((_, index) => visitOf(open, index, first)), vehicles };
  const ids = open.map(({ stopId }) => stopId);
  const question = { problem, given: { routes: [[...open.keys()]], left: [] }, ids };
  if (!apply) return answerTo(deps, question);
  if (open.length > OPTIMISED_STOPS_MAX) return beginOptimisation(deps, question, { tripId, begun: begunStop(open) });
  const answer = optimisedView(question, optimiseRounds(problem, question.given));
  const order = answer.routes.flat().flatMap(({ stopId }) => (stopId ? [{ id: stopId }] : []));
  const applied = await arrangePlan(deps, reached.value, (stops) =>
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

/** At once, or by a job where there are too many for a request. */
async function answerTo(deps: OptimiseDeps, question: RoundQuestion): Promise<Answer> {
  const { problem, given } = question;
  if (problem.stops.length > OPTIMISED_STOPS_MAX) return beginOptimisation(deps, question);
  return ok(optimisedView(question, optimiseRounds(problem, given)));
}

function hasSame(a: readonly { id: StopId }[], b: readonly { id: StopId }[]): boolean {
  return a.length === b.length && a.every(({ id }) => b.some((one) => one.id === id));
}
