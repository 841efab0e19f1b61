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
  // Half of the steps may go into one of the two beginnings.
  const stepsEach = stepsMax / 2;
  const built = improve(problem, insertAll(problem), stepsEach).plan;
  if (!given || given.left.length > 0) return built;
  const kept = improve(problem, given, stepsEach).plan;
  return built.left.length > 0 ? kept : betterOf(problem, built, kept);
}

/** Where a search begins that goes on for longer than one request: the better of what was there and one built anew. */
export function beginRounds(asked: RoundProblem, given: RoundPlan | null): RoundPlan {
  const problem = withLegs(asked);
  const built = insertAll(problem);
  if (!given || given.left.length > 0) return built;
  return built.left.length > 0 ? given : betterOf(problem, built, given);
}

/** Goes on from a plan. `isSettled`: no single change makes it better any more. */
export function improveRounds(
  asked: RoundProblem,
  plan: RoundPlan,
  stepsMax: number,
): { readonly plan: RoundPlan; readonly isSettled: boolean } {
  return improve(withLegs(asked), plan, stepsMax);
}

function betterOf(problem: RoundProblem, built: RoundPlan, kept: RoundPlan): RoundPlan {
  return planCost(problem, built) < planCost(problem, kept) ? built : kept;
}

/** The stop whose window ends first goes in first, each where it costs least. */
function insertAll(problem: RoundProblem): RoundPlan {
  const { stops, vehicles } = problem;
  const search = new RoundSearch(problem, Number.POSITIVE_INFINITY);
  const urgency = (number: number) => stops[number]?.windowEndsAt ?? Number.MAX_SAFE_INTEGER;
  const order = [...stops.keys()].toSorted((a, b) => urgency(a) - urgency(b) || a - b);
  let routes: number[][] = vehicles.map(() => []);
  const left: number[] = [];
  for (const number of order) {
    const best = search.bestInsertion(routes, number);
    if (best) routes = best;
    else left.push(number);
  }
  return { routes, left };
}

function improve(problem: RoundProblem, { routes: given, left }: RoundPlan, stepsMax: number) {
  const search = new RoundSearch(problem, stepsMax);
  let routes = given;
  for (;;) {
    const next = search.moveAll(search.turnAll(routes));
    const isSettled = next === routes && search.hasSteps();
    routes = next;
    if (isSettled || !search.hasSteps()) return { plan: { routes, left }, isSettled };
  }
}

type Routes = RoundPlan["routes"];

/** One pass over all small changes after the other, each kept as soon as it is better. */
class RoundSearch {
  readonly #problem: RoundProblem;
  readonly #stepsMax: number;
  #steps = 0;

  constructor(problem: RoundProblem, stepsMax: number) {
    this.#problem = problem;
    this.#stepsMax = stepsMax;
  }

  hasSteps(): boolean {
    return this.#steps < this.#stepsMax;
  }

  bestInsertion(routes: number[][], number: number): number[][] | null {
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

  /** Two crossing ways uncrossed: a part of a route the other way round. The same list where nothing was better. */
  turnAll(routes: Routes): Routes {
    let all = routes;
    for (const [index, given] of routes.entries()) {
      const route = this.#turned(index, given);
      if (route !== given) all = all.with(index, route);
    }
    return all;
  }

  #turned(index: number, given: readonly number[]): readonly number[] {
    let route = given;
    let cost = this.#cost(index, route);
    for (let from = 0; from < route.length - 1; from += 1) {
      for (let to = from + 2; to <= route.length && this.hasSteps(); to += 1) {
        const turned = [...route.slice(0, from), ...route.slice(from, to).toReversed(), ...route.slice(to)];
        const its = this.#cost(index, turned);
        if (its < cost - CLOSE_SECONDS && this.#fits(index, turned)) [route, cost] = [turned, its];
      }
    }
    return route;
  }

  /** One to three stops in a row, somewhere else, in another route too. The same list where nothing was better. */
  moveAll(routes: Routes): Routes {
    let all = routes;
    for (const source of routes.keys()) {
      for (let from = 0; from < (all[source] ?? []).length; from += 1) {
        for (let count = 1; count <= MOVED_MAX && this.hasSteps(); count += 1) {
          const part = (all[source] ?? []).slice(from, from + count);
          if (part.length === count) all = this.#moved(all, source, { part, from }) ?? all;
        }
      }
    }
    return all;
  }

  #moved(routes: Routes, source: number, { part, from }: { part: readonly number[]; from: number }): Routes | null {
    const whole = routes[source] ?? [];
    const shorter = whole.toSpliced(from, part.length);
    const wholeCost = this.#cost(source, whole);
    const shorterCost = this.#cost(source, shorter);
    for (const [target, route] of routes.entries()) {
      const isSame = target === source;
      const base = isSame ? shorter : route;
      const before = wholeCost + (isSame ? 0 : this.#cost(target, route));
      const rest = isSame ? 0 : shorterCost;
      for (let position = 0; position <= base.length && this.hasSteps(); position += 1) {
        const longer = base.toSpliced(position, 0, ...part);
        if (this.#cost(target, longer) + rest >= before - CLOSE_SECONDS || !this.#fits(target, longer)) continue;
        return routes.with(source, shorter).with(target, longer);
      }
    }
    return null;
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
