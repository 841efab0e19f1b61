import { Dice } from "../../../../dev/chaos/dice.ts";
import { PhoneClock } from "../../../../dev/chaos/phone-clock.ts";
import { DEMO_TENANTS } from "../../../../dev/demo-tenants.ts";
import { planStops } from "../../../../dev/sim/model/plan-stops.ts";
import { Round, type RoundOptions, type Tick } from "../../../../dev/sim/model/round.ts";
import { type Spot, spotAtNode, spotOf } from "../../../../dev/sim/model/way.ts";
import { type Town, Towns } from "../../../../dev/sim/town.ts";

/** A Wednesday, ten in the morning in the city. */
export const MORNING = Date.UTC(2026, 5, 17, 8, 0, 0);
/** Nobody is on the road for longer. */
const SECONDS_MAX = 4 * 60 * 60;

/** The smaller of the demo's cities. */
export function smallTown(): Town {
  const tenant = DEMO_TENANTS.find(({ slug }) => slug === "meadow");
  if (!tenant) throw new Error("the demo has no small city");
  return new Towns().of(tenant);
}

export function roundIn(town: Town, changed: Partial<RoundOptions> = {}): Round {
  const { graph } = town.roads;
  const home: Spot = spotAtNode(graph, town.city.depots[0]?.node ?? 0);
  const stops = planStops(town.city, new Dice(changed.seed ?? 1), home).map(({ address, serviceSeconds }) => ({
    spot: spotOf(graph, address),
    serviceSeconds,
  }));
  const clock = new PhoneClock({ startedAt: MORNING });
  return new Round({
    roads: town.roads,
    seed: 1,
    startAt: MORNING,
    topMps: 33,
    from: home,
    stops,
    home,
    mishaps: 0,
    clock,
    ...changed,
  });
}

/** The whole round, until its driver is home. */
export function ticksOf(round: Round): Tick[] {
  const ticks: Tick[] = [];
  while (!round.isHome && ticks.length < SECONDS_MAX) ticks.push(round.tick());
  if (!round.isHome) throw new Error("the driver never came home");
  return ticks;
}
