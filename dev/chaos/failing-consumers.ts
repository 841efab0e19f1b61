import { CALLS_MIN } from "../../src/domain/circuit-breaker.ts";
import { RouteTemplate } from "../../src/protocol/messaging.ts";
import { BuriedJobs } from "./buried-job.ts";
import { checkTold, toldOf } from "./check-told.ts";
import { Dice } from "./dice.ts";
import { notesOf, tellAll } from "./notified-round.ts";
import { openRounds } from "./open-rounds.ts";
import type { Outcome } from "./outcome.ts";
import type { World } from "./world.ts";

const PARCELS_EACH = 50;
/** Fewer than half, or the provider would be given a rest instead of another try. */
const FAILED_SHARE = 0.25;
const LOST_SHARE = 0.05;
/** Of commits: the row is written, and the word that it is gets lost. */
const CUT_EVERY = 10;

/** F6: each third try of a consumer fails somewhere: at the provider, on the way back from it, or on the way back from Postgres. */
export async function failingConsumers(
  world: World,
  { trips, seed }: { readonly trips: number; readonly seed: number },
): Promise<Outcome> {
  const { messages, cable } = world;
  const dice = new Dice(seed);
  const rounds = await openRounds(world, dice, { drivers: trips, parcelsEach: PARCELS_EACH });
  const tripIds = rounds.map(({ trip }) => trip.id);
  const buried = await BuriedJobs.begin(world, seed);
  messages.become({ flaws: { failed: FAILED_SHARE, lost: LOST_SHARE, chance: () => dice.next() } });
  const began = performance.now();
  const wanted = await tellAll(world, tripIds, dice);
  const cutBefore = cable.cutsMade;
  // First so many in a row that the database is left alone for a while, then some of all.
  cable.cutsLeft = CALLS_MIN;
  cable.cutEvery = CUT_EVERY;
  const [notes, letters] = await Promise.all([notesOf(world, tripIds, wanted), buried.sendAgain()]);
  [cable.cutsLeft, cable.cutEvery] = [0, 0];
  const unheard = cable.cutsMade - cutBefore;
  const seconds = Math.round((performance.now() - began) / 1_000);
  const calls = [...messages.calls];
  messages.become({});
  const counted = (["failed", "lost"] as const).map((flaw) => calls.filter(({ outcome }) => outcome === flaw).length);
  const [failed = 0, lost = 0] = counted;
  return {
    name: "F6 providers and rows that fail or are not heard of",
    work: `${wanted} of ${RouteTemplate.options.length} kinds of messages, each asked for twice`,
    result: `${calls.length} calls: ${failed} failed, ${lost} answers lost; ${unheard} commits unheard of; ${toldOf(notes, calls)} after ${seconds} s; ${letters.detail}`,
    failures: [
      ...checkTold(notes, calls, { wanted, repeatsMax: unheard }).map((detail) => `I6 ${detail}`),
      ...letters.failures,
      ...(failed > 0 && lost > 0 ? [] : ["nothing failed: nothing was tried"]),
    ],
  };
}
