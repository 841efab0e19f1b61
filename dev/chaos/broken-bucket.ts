import { setTimeout as wait } from "node:timers/promises";
import { ProofId, ShipmentId } from "../../src/protocol/ids.ts";
import { checkDays } from "../days/check-days.ts";
import { DayBook } from "../days/day-book.ts";
import { readDays } from "../days/read-days.ts";
import { BucketDisk } from "./bucket-disk.ts";
import { DeadLetterDesk } from "./dead-letter-desk.ts";
import { Dice } from "./dice.ts";
import { Insistence } from "./insistence.ts";
import { InsistingPhone } from "./insisting-phone.ts";
import { openRounds, type Round } from "./open-rounds.ts";
import type { Outcome } from "./outcome.ts";
import { inBooks } from "./read-postgres.ts";
import { runCron } from "./run-cron.ts";
import type { World } from "./world.ts";

interface BucketPlan {
  readonly drivers: number;
  readonly parcelsEach: number;
  readonly kills: number;
  readonly seed: number;
}

/** From less than one upload takes up to several, so that it fails before, within and after each of a file's steps. */
const BROKEN_MS = [20, 600] as const;
const WHOLE_MS = [20, 400] as const;
const BETWEEN_KILLS_MS = 2_500;
/** More than the hour after which what was left behind is looked after. */
const LATER_MS = 2 * 60 * 60_000;
const QUIET_TIMEOUT_MS = 90_000;
/** For the last look at what is dead. */
const DESK_MS = 30_000;
/** An administrator may ask a hundred times a minute, and a look is a request for each page. */
const LOOK_MS = 3_000;

/** F17: the bucket takes nothing and gives nothing, on and off, while proofs are brought, and the runtime dies in between. */
export async function brokenBucket(world: World, plan: BucketPlan): Promise<Outcome> {
  const dice = new Dice(plan.seed);
  const change = { required: ["photo", "signature"] as const, pin: null, due: null };
  const rounds = await openRounds(world, dice, { ...plan, change });
  const disk = new BucketDisk(world.runtime.stateDir);
  const phones = rounds.map(({ driverId }, number) => {
    return new InsistingPhone(world, { role: "driver", id: driverId }, { dice: new Dice(plan.seed + number), number });
  });
  const [first] = rounds;
  if (first) await phones[0]?.prove(first.parcels[0]?.id ?? missing());
  const book = await bookOfBefore(world);
  const ending = new AbortController();
  const faults = breakAndMend(world, disk, { dice, kills: plan.kills, signal: ending.signal });
  const work = rounds.map(async (round, index) => deliver(phones[index] ?? missing(), round, book));
  // Whatever comes of it, the bucket is mended before anybody looks.
  const done = await Promise.allSettled(work);
  ending.abort();
  const made = await faults;
  await world.runtime.ready();
  for (const phone of phones) for (const [id, kept] of phone.kept) book.proofs.set(id, { ...kept, isComplete: true });
  const after = await lookAfterwards(world, disk, book, dice);
  const failures = [...done.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : [])), ...after.found];
  const [tries, failed] = (["tries", "failed"] as const).map((count) =>
    phones.reduce((sum, phone) => sum + phone.insistence[count], 0),
  );
  return {
    name: `F17 bucket broken ${made.breaks} times, ${made.kills} kills`,
    work: `${phones.reduce((sum, { kept }) => sum + kept.size, 0)} proofs of two files, ${book.endings.size} deliveries`,
    result: `${failed} of ${tries} requests failed and were made again; ${after.again} dead letters sent again`,
    failures: [...failures, ...(failed === 0 ? ["nothing failed: nothing was tried"] : [])],
  };
}

/** What other faults were tried on lies here too. */
async function bookOfBefore(world: World): Promise<DayBook> {
  const book = new DayBook();
  const { proofs, uploads } = await readDays(world, world.runtime.stateDir);
  const files = Map.groupBy(uploads, ({ proofId }) => proofId);
  for (const { id, shipmentId, isComplete } of proofs) {
    const kept = { shipmentId: ShipmentId.parse(shipmentId), files: files.get(id)?.length ?? 0, isComplete };
    book.proofs.set(ProofId.parse(id), kept);
  }
  return book;
}

function missing(): never {
  throw new Error("nobody drives");
}

async function deliver(phone: InsistingPhone, { trip, parcels }: Round, book: DayBook): Promise<void> {
  for (const { id } of parcels) {
    const stop = trip.stops.find(({ shipments }) => shipments.some(({ shipmentId }) => shipmentId === id));
    const proofId = await phone.prove(id);
    await phone.finish(trip.id, (stop ?? missing()).stopId, proofId);
    book.endings.set(id, "delivered");
  }
}

async function breakAndMend(
  world: World,
  disk: BucketDisk,
  { dice, kills, signal }: { dice: Dice; kills: number; signal: AbortSignal },
): Promise<{ readonly breaks: number; readonly kills: number }> {
  const made = { breaks: 0, kills: 0 };
  let killedAt = performance.now();
  while (!signal.aborted) {
    disk.break();
    made.breaks += 1;
    await wait(dice.between(...BROKEN_MS));
    if (made.kills < kills && performance.now() - killedAt > BETWEEN_KILLS_MS) {
      world.runtime.killWorker();
      made.kills += 1;
      await world.runtime.ready();
      killedAt = performance.now();
    }
    disk.mend();
    await wait(dice.between(...WHOLE_MS));
  }
  return made;
}

interface Afterwards {
  /** What is not as it should be. */
  readonly found: readonly string[];
  /** Checks that failed until their queue gave up, and were sent once more. */
  readonly again: number;
}

/** A queue that died with what waited in it is made up for by the rounds of each five minutes, a hundred files in each. */
async function lookAfterwards(world: World, disk: BucketDisk, book: DayBook, dice: Dice): Promise<Afterwards> {
  await inBooks(world, async (client) => {
    const query =
      "UPDATE uploads SET sent_at = sent_at - $2 * interval '1 ms' WHERE tenant_id = $1 AND status = 'stored'";
    await client.query(query, [world.place.tenantUuid, LATER_MS]);
  });
  disk.age(LATER_MS);
  const desk = new DeadLetterDesk(world, new Insistence(dice, QUIET_TIMEOUT_MS + DESK_MS));
  const deadline = performance.now() + QUIET_TIMEOUT_MS;
  for (let again = 0; ; await wait(LOOK_MS)) {
    await runCron(world.api.url);
    again += await desk.sendAgain();
    const kept = await readDays(world, world.runtime.stateDir);
    const found = checkDays(book, kept).map(({ invariant, detail }) => `${invariant} ${detail}`);
    if (found.length === 0 || performance.now() > deadline) return { found, again };
  }
}
