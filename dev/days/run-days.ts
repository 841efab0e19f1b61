import { setTimeout as wait } from "node:timers/promises";
import { Dice } from "../chaos/dice.ts";
import { type Fleet, hire } from "../chaos/fleet.ts";
import { checkStored } from "../chaos/invariants.ts";
import { countDeadLetters, readTrips } from "../chaos/read-postgres.ts";
import { uuidOf } from "../../src/db/schema/columns.ts";
import { checkQuiet } from "./check-quiet.ts";
import { checkDays } from "./check-days.ts";
import { DayBook } from "./day-book.ts";
import { Day } from "./day.ts";
import { makeParcel } from "./day-parcels.ts";
import type { DaysWorld } from "./days-world.ts";
import type { HandedIn } from "./hand-out.ts";
import { readDays, readSaid } from "./read-days.ts";

/** A van's day. */
const PARCELS_PER_DRIVER = 25;
const QUIET_TIMEOUT_MS = 150_000;
const POLL_MS = 500;
/** To look at everything costs what is looked at some time of its own. */
const LONG_POLL_MS = 10_000;
const MANY = 100;

interface DaysPlan {
  readonly shipments: number;
  readonly drivers: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

interface DaysOutcome {
  readonly days: number;
  readonly seconds: number;
  readonly book: DayBook;
  readonly violations: readonly string[];
}

/** Whole days, one after the other and as fast as the machine can, through the product's own API and sockets. */
export async function runDays(world: DaysWorld, plan: DaysPlan): Promise<DaysOutcome> {
  const began = performance.now();
  const book = new DayBook();
  const dice = new Dice(plan.seed);
  const ids = await hire(world, plan.drivers);
  const deadBefore = await countDeadLetters(world);
  const fleets: Fleet[] = [];
  const unlike: string[] = [];
  let left = plan.shipments;
  let again: readonly HandedIn[] = [];
  while (left > 0 || again.length > 0) {
    const fresh = Math.min(left, plan.drivers * PARCELS_PER_DRIVER);
    left -= fresh;
    const day = fleets.length + 1;
    const parcels = Array.from({ length: fresh }, (_, index) => makeParcel(dice, `day-${day}-${index}`));
    const work = new Day(world, { book, dice, ids, parcels, again });
    fleets.push(await work.run());
    unlike.push(...work.unlike);
    plan.say(
      `day ${day}: ${fresh} parcels and ${again.length} once more, ${Math.round((performance.now() - began) / 1_000)} s`,
    );
    again = await work.bringBack(left > 0);
  }
  const violations = [...unlike, ...(await checkAll(world, book, { fleets, deadBefore }))];
  return { days: fleets.length, seconds: (performance.now() - began) / 1_000, book, violations };
}

/** Looks again until nothing is wrong, or nothing has become right for so long that it is not only late. */
async function checkAll(
  world: DaysWorld,
  book: DayBook,
  { fleets, deadBefore }: { readonly fleets: readonly Fleet[]; readonly deadBefore: number },
): Promise<string[]> {
  let least = Number.POSITIVE_INFINITY;
  let deadline = 0;
  const logs = fleets.flatMap(({ drivers }) => drivers.map(({ log }) => log));
  const tripIds = fleets.flatMap((fleet) => fleet.tripIds);
  const byRequest = [...book.finishedByRequest].map((id) => uuidOf("stp", id));
  for (;;) {
    const said = await readSaid(world, await readTrips(world, tripIds), byRequest);
    const found = [
      ...checkStored(logs, said).map(({ invariant, tripId, detail }) => `${invariant} ${tripId} ${detail}`),
      ...checkDays(book, await readDays(world, world.stateDir)).map(
        ({ invariant, detail }) => `${invariant} ${detail}`,
      ),
      ...(await checkQuiet(world, book, { tripIds, deadBefore })),
      ...fleets.flatMap(({ troubles }) => troubles),
    ];
    // Thousands of files may wait to be checked when the last day ends.
    if (found.length < least) deadline = performance.now() + QUIET_TIMEOUT_MS;
    least = Math.min(least, found.length);
    if (found.length === 0 || performance.now() > deadline) return found;
    await wait(found.length > MANY ? LONG_POLL_MS : POLL_MS);
  }
}
