// `npm run sim [-- --drivers 500 --seed 7]`: drivers in the streets of a running `npm run dev`. `--help` says what else.
import { openWorld } from "./chaos/world.ts";
import { runDays } from "./days/run-days.ts";
import { messageOf } from "./message-of.ts";
import { Shutdown } from "./shutdown.ts";
import { devSigningKeys, hireCrew } from "./sim/crew.ts";
import { DemoFleet } from "./sim/demo-fleet.ts";
import { Figures } from "./sim/figures.ts";
import { Fleet } from "./sim/fleet.ts";
import { GpxDriver } from "./sim/gpx-driver.ts";
import { phoneKinds } from "./sim/phone-kinds.ts";
import { printFigures } from "./sim/print-figures.ts";
import { readSimArgs, type SimArgs } from "./sim/sim-args.ts";
import { pause } from "./sim/pause.ts";

const MINUTE_MS = 60_000;
/** Whoever is in the middle of a request gets this long; what an end leaves is driven on by the next run. */
const END_MS = 3_000;

const shutdown = new Shutdown();
try {
  const args = readSimArgs(process.argv.slice(2));
  await run(args);
  await shutdown.exit(0);
} catch (error) {
  console.error(messageOf(error));
  await shutdown.exit(1);
}

async function run(args: SimArgs): Promise<void> {
  if (args.demo) return liven(args);
  if (args.days) return wholeDays(args);
  return args.gpx === undefined ? simulate(args) : replay(args, args.gpx);
}

/** In a world of its own, which no other command sees. */
async function wholeDays({ shipments, drivers, seed }: SimArgs): Promise<void> {
  const world = await openWorld();
  shutdown.add(() => world.close());
  const stateDir = world.runtime.stateDir;
  const say = (line: string): void => console.log(line);
  const { days, seconds, book, violations } = await runDays({ ...world, stateDir }, { shipments, drivers, seed, say });
  const counts = Object.entries(book.counts).map(([name, count]) => `${count} ${name}`);
  console.log(`${book.endings.size} shipments on ${days} days in ${Math.round(seconds)} s: ${counts.join(", ")}`);
  console.log(`${book.proofs.size} proofs, ${book.payments.size} payments`);
  for (const violation of violations) console.error(violation);
  if (violations.length > 0) throw new Error(`${violations.length} promises were not kept`);
}

async function replay({ url, minutes }: SimArgs, file: string): Promise<void> {
  const figures = new Figures();
  const [member] = await hireCrew(1);
  if (!member) throw new Error("nobody was hired");
  const onTrouble = (cause: unknown): void => figures.error(messageOf(cause));
  const driver = new GpxDriver({ url, keys: await devSigningKeys(), member, file, figures, onTrouble });
  const stopPrinting = printFigures(figures);
  await untilEnded(driver, minutes, () => Promise.resolve(stopPrinting()));
}

async function simulate(args: SimArgs): Promise<void> {
  const figures = new Figures();
  const kinds = phoneKinds(args);
  const fleet = new Fleet({
    ...args,
    keys: await devSigningKeys(),
    crew: await hireCrew(args.drivers),
    goesHome: () => true,
    kindOf: ({ number }) => kinds(number),
    figures,
    onLine: () => {},
    onRound: () => {},
    onTrouble: (cause) => figures.error(messageOf(cause)),
  });
  const stopPrinting = printFigures(figures);
  await untilEnded(fleet, args.minutes, async () => {
    stopPrinting();
    if (args.clean) await fleet.cancelTrips();
  });
}

/** The fleet of `npm run dev`, which says little. */
async function liven({ url, seed }: SimArgs): Promise<void> {
  const askedAt = Number(process.env["ASKED_AT"]) || Date.now();
  const demo = new DemoFleet({ url, seed, keys: await devSigningKeys(), askedAt });
  await untilEnded(demo, undefined, () => Promise.resolve());
}

async function untilEnded(
  fleet: Pick<Fleet, "work">,
  minutes: number | undefined,
  atEnd: () => Promise<void>,
): Promise<void> {
  const ending = new AbortController();
  const working = fleet.work(ending.signal);
  shutdown.add(async () => {
    ending.abort();
    await Promise.race([working, pause(END_MS, new AbortController().signal)]);
    await atEnd();
  });
  if (minutes !== undefined) setTimeout(() => void shutdown.exit(0), minutes * MINUTE_MS);
  await working;
}
