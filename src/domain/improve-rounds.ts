import {
  fits,
  planCost,
  routeCost,
  type RoundPlan,
  type RoundProblem,
  STEPS_MAX,
  withLegs,
} from "./route-optimiser.ts";

/** A better order, if there is one within the steps. Never worse than `given`; the same question has the same answer. */
export function optimiseRounds(asked: RoundProblem, given: RoundPlan | null, stepsMax = STEPS_MAX): RoundPlan {
  const problem = withLegs(asked);
  const search = new RoundSearch(problem, stepsMax);
  const built = search.improve(search.insertAll());
  if (!given || given.left.length > 0) return built;
  const kept = search.improve(given);
  if (built.left.length > 0) return kept;
  return planCost(problem, built) < planCost(problem, kept) ? built : kept;
}

/** Half of the steps may go into one of the two beginnings. */
class RoundSearch {
  readonly #problem: RoundProblem;
  readonly #stepsEach: number;
  #steps = 0;

  constructor(problem: RoundProblem, stepsMax: number) {
    this.#problem = problem;
    this.#stepsEach = stepsMax / 2;
  }

  /** The stop whose window ends first goes in first, each where it costs least. */
  insertAll(): RoundPlan {
    const { stops, vehicles } = this.#problem;
    const urgency = (number: number) => stops[number]?.windowEndsAt ?? Number.MAX_SAFE_INTEGER;
    const order = [...stops.keys()].toSorted((a, b) => urgency(a) - urgency(b) || a - b);
    let routes: number[][] = vehicles.map(() => []);
    const left: number[] = [];
    for (const number of order) {
      const best = this.#bestInsertion(routes, number);
      if (best) routes = best;
      else left.push(number);
    }
    return { routes, left };
  }

  improve(plan: RoundPlan): RoundPlan {
    this.#steps = 0;
    let { routes } = plan;
    for (let isBetter = true; isBetter && this.#steps < this.#stepsEach;) {
      const next = this.#turned(routes) ?? this.#moved(routes);
      isBetter = next !== null;
      routes = next ?? routes;
    }
    return { routes, left: plan.left };
  }

  #bestInsertion(routes: number[][], number: number): number[][] | null {
    let best: number[][] | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const [index, route] of routes.entries()) {
      const before = this.#cost(index, route);
      for (let position = 0; position <= route.length; position += 1) {
        const longer = route.toSpliced(position, 0, number);
        const cost = this.#cost(index, longer) - before;
        if (cost < least && this.#fits(index, longer)) [best, least] = [routes.with(index, longer), cost];
      }
    }
    return best;
  }

  /** Two crossing ways uncrossed: a part of a route the other way round. */
  #turned(routes: RoundPlan["routes"]): RoundPlan["routes"] | null {
    for (const [index, route] of routes.entries()) {
      const before = this.#cost(index, route);
      for (let from = 0; from < route.length - 1; from += 1) {
        for (let to = from + 2; to <= route.length && this.#hasSteps(); to += 1) {
          const turned = [...route.slice(0, from), ...route.slice(from, to).toReversed(), ...route.slice(to)];
          if (this.#cost(index, turned) < before - CLOSE_SECONDS && this.#fits(index, turned))
            return routes.with(index, turned);
        }
      }
    }
    return null;
  }

  /** One to three stops in a row, somewhere else, in another route too. */
  #moved(routes: RoundPlan["routes"]): RoundPlan["routes"] | null {
    for (const [source, route] of routes.entries()) {
      for (let from = 0; from < route.length; from += 1) {
        for (let count = 1; count <= MOVED_MAX && from + count <= route.length && this.#hasSteps(); count += 1) {
          const better = this.#movedBest(routes, source, { part: route.slice(from, from + count), from });
          if (better) return better;
        }
      }
    }
    return null;
  }

  #movedBest(
    routes: RoundPlan["routes"],
    source: number,
    { part, from }: { part: readonly number[]; from: number },
  ): RoundPlan["routes"] | null {
    const whole = routes[source] ?? [];
    const shorter = whole.toSpliced(from, part.length);
    for (const [target, route] of routes.entries()) {
      const base = target === source ? shorter : route;
      const before = this.#cost(source, whole) + (target === source ? 0 : this.#cost(target, route));
      const rest = target === source ? 0 : this.#cost(source, shorter);
      for (let position = 0; position <= base.length && this.#hasSteps(); position += 1) {
        const longer = base.toSpliced(position, 0, ...part);
        if (this.#cost(target, longer) + rest >= before - CLOSE_SECONDS || !this.#fits(target, longer)) continue;
        return routes.with(source, shorter).with(target, longer);
      }
    }
    return null;
  }

  #hasSteps(): boolean {
    return this.#steps < this.#stepsEach;
  }

  #cost(index: number, route: readonly number[]): number {
    this.#steps += 1;
    const vehicle = this.#problem.vehicles[index];
    return vehicle ? routeCost(this.#problem, vehicle, route) : Number.POSITIVE_INFINITY;
  }

  #fits(index: number, route: readonly number[]): boolean {
    const vehicle = this.#problem.vehicles[index];
    return vehicle !== undefined && fits(this.#problem, vehicle, route);
  }
}

/** A change that saves less is rounding. */
const CLOSE_SECONDS = 0.01;
const MOVED_MAX = 3;
