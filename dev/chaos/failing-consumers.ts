import { RouteTemplate } from "../../src/protocol/messaging.ts";
import { checkTold } from "./check-told.ts";
import { Dice } from "./dice.ts";
import { notesOf, tellAll } from "./notified-round.ts";
import { openRounds } from "./open-rounds.ts";
import type { Outcome } from "./outcome.ts";
import type { World } from "./world.ts";

const PARCELS_EACH = 50;
/** Fewer than half, or the provider would be given a rest instead of another try. */
const FAILED_SHARE = 0.25;
const LOST_SHARE = 0.05;
/** Of all messages: the row is written, and the word that it is gets lost. */
const CUT_SHARE = 0.1;
/** Six tries of a queue are about a minute, eight are four. */
const TOLD_TIMEOUT_MS = 300_000;

/** F6: each third try of a consumer fails somewhere: at the provider, on the way back from it, or on the way back from Postgres. */
export async function failingConsumers(
  world: World,
  { trips, seed }: { readonly trips: number; readonly seed: number },
): Promise<Outcome> {
  const { messages, cable } = world;
  const dice = new Dice(seed);
  const rounds = await openRounds(world, dice, { drivers: trips, parcelsEach: PARCELS_EACH });
  const tripIds = rounds.map(({ trip }) => trip.id);
  messages.become({ flaws: { failed: FAILED_SHARE, lost: LOST_SHARE, chance: () => dice.next() } });
  const began = performance.now();
  const wanted = await tellAll(world, tripIds, dice);
  const cutBefore = cable.cutsMade;
  cable.cutsLeft = Math.ceil(wanted * CUT_SHARE);
  const notes = await notesOf(world, tripIds, { wanted, timeoutMs: TOLD_TIMEOUT_MS });
  cable.cutsLeft = 0;
  const seconds = Math.round((performance.now() - began) / 1_000);
  const calls = [...messages.calls];
  messages.become({});
  const counted = (["failed", "lost"] as const).map((flaw) => calls.filter(({ outcome }) => outcome === flaw).length);
  const [failed = 0, lost = 0] = counted;
  return {
    name: "F6 providers and rows that fail or are not heard of",
    work: `${wanted} of ${RouteTemplate.options.length} kinds of messages, each asked for twice`,
    result: `${calls.length} calls: ${failed} failed, ${lost} answers lost; ${cable.cutsMade - cutBefore} commits unheard of; all sent, none under two names, after ${seconds} s`,
    failures: [
      ...checkTold(notes, calls, { wanted, mayRepeat: true }).map((detail) => `I6 ${detail}`),
      ...(failed > 0 && lost > 0 ? [] : ["nothing failed: nothing was tried"]),
    ],
  };
}
