import { RouteTemplate } from "../../src/protocol/messaging.ts";
import { checkTold, toldOf } from "./check-told.ts";
import { Dice } from "./dice.ts";
import { impatientCrowd } from "./impatient-crowd.ts";
import { notesOf, tellAll } from "./notified-round.ts";
import { openRounds } from "./open-rounds.ts";
import type { Outcome } from "./outcome.ts";
import type { World } from "./world.ts";

interface StormPlan {
  /** Each of fifty parcels, and somebody waits for each of them. */
  readonly trips: number;
  readonly closings: number;
  readonly people: number;
  readonly asksEach: number;
  readonly seed: number;
}

const PARCELS_EACH = 50;
const PAUSE_SECONDS = 6;
/** What was on its way when the provider said so had left before. */
const ON_ITS_WAY_MS = 250;
/** Of the work: more tries than this are a storm of our own. */
const TRIES_MAX = 1.1;

/** F14: a provider wants to be left alone, and so does our own API. */
export async function tooManyRequests(world: World, plan: StormPlan): Promise<Outcome> {
  const { messages } = world;
  const dice = new Dice(plan.seed);
  const rounds = await openRounds(world, dice, { drivers: plan.trips, parcelsEach: PARCELS_EACH });
  const tripIds = rounds.map(({ trip }) => trip.id);
  const callsEach = Math.floor((tripIds.length * PARCELS_EACH * RouteTemplate.options.length) / (plan.closings + 1));
  messages.become({ gate: { callsEach, pauseSeconds: PAUSE_SECONDS, closings: plan.closings } });
  const began = performance.now();
  const wanted = await tellAll(world, tripIds, dice);
  const [notes, crowd] = await Promise.all([
    notesOf(world, tripIds, wanted),
    impatientCrowd(world, plan.people, plan.asksEach),
  ]);
  const seconds = Math.round((performance.now() - began) / 1_000);
  const { calls, earlyMs } = messages;
  const refused = calls.filter(({ outcome }) => outcome === "refused").length;
  const early = earlyMs.filter((ms) => ms > ON_ITS_WAY_MS).length;
  const tries = calls.length / wanted;
  const failures = [
    ...checkTold(notes, calls, { wanted, repeatsMax: 0 }).map((detail) => `I6 ${detail}`),
    ...(early > 0 ? [`${early} calls came before what Retry-After said`] : []),
    ...(refused >= plan.closings ? [] : [`the provider refused ${refused} calls only`]),
    ...(tries <= TRIES_MAX ? [] : [`${calls.length} calls for ${wanted} messages`]),
    ...crowd.wrong,
    ...(crowd.asked <= TRIES_MAX * (crowd.asked - crowd.refused) ? [] : [`${crowd.refused} of ${crowd.asked} refused`]),
  ];
  const outcome = {
    name: `F14 ${plan.closings} times 429 from a provider, and from our own API`,
    work: `${wanted} messages, each asked for twice; ${crowd.asked - crowd.refused} requests of ${plan.people} people`,
    result: `${calls.length} calls, ${refused} refused, ${early} before Retry-After, ${toldOf(notes, calls)} after ${seconds} s; ${crowd.asked} requests, ${crowd.refused} refused, each answered after Retry-After`,
    failures,
  };
  messages.become({});
  return outcome;
}
