import { planCost, type RoundPlan, type RoundProblem, timeRoute } from "../domain/route-optimiser.ts";
import type { OptimisedRoutes } from "../protocol/api/routes.ts";
import type { StopId } from "../protocol/ids.ts";

/** A question to the optimiser, with the order that there was and the stops' names, where they have any. */
export interface RoundQuestion {
  readonly problem: RoundProblem;
  readonly given: RoundPlan | null;
  readonly ids: readonly StopId[];
}

export function optimisedView({ problem, given, ids }: RoundQuestion, plan: RoundPlan): OptimisedRoutes {
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
