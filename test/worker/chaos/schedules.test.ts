import { abortAllDurableObjects, evictDurableObject } from "cloudflare:test";
import { expect, inject, test } from "vitest";
import { ClientLog } from "../../../dev/chaos/client-log.ts";
import { Dice } from "../../../dev/chaos/dice.ts";
import { checkStored } from "../../../dev/chaos/invariants.ts";
import type { SchedulePlan } from "../../../dev/chaos/schedule-plan.ts";
import type { TripBrief } from "../../../src/protocol/live/trip-brief.ts";
import { openTrip, stubOf, tripBrief } from "../objects/trip/trip-fixture.ts";
import { Device, Line } from "./device.ts";
import { tripOnDisk } from "./trip-on-disk.ts";

declare module "vitest" {
  interface ProvidedContext {
    schedules?: SchedulePlan;
  }
}

/** Forty seconds on two cores; `npm run schedules` goes through a thousand. */
const SLICE: SchedulePlan = { count: 100, first: 0 };
const STEPS = 12;
/** Schedules of one test: what fails names its seed, and a stuck one does not hide the others. */
const EACH = 20;
const DUTY_SO_FAR_MS = 9 * 60_000;

const STEP_KINDS = [
  "measure",
  "measure",
  "measure",
  "repeat",
  "flush",
  "act",
  "sleep",
  "forget",
  "abort",
  "settle",
] as const;

const { count, first } = inject("schedules") ?? SLICE;

test.each(Array.from({ length: Math.ceil(count / EACH) }, (_, index) => first + index * EACH))(
  "whatever is sent twice, late, lost or to an object that dies is kept once (seeds from %i)",
  async (firstSeed) => {
    const found: string[] = [];
    for (let seed = firstSeed; seed < firstSeed + EACH; seed++) {
      const violations = await run(seed);
      found.push(...violations.map(({ invariant, detail }) => `seed ${seed}: ${invariant} ${detail}`));
    }
    expect(found).toEqual([]);
  },
);

async function run(seed: number) {
  const dice = new Dice(seed);
  const { brief } = await openTrip(tripBrief({ stopCount: 0 }));
  const logs = ["epoch-000A", "epoch-000B"].map((epoch) => new ClientLog(brief.tripId, epoch));
  const line = new Line(brief, logs);
  let time = Date.now() - DUTY_SO_FAR_MS;
  const timeOf = () => (time += dice.between(1, 900));
  const devices = logs.map((log) => new Device(log, line, dice, timeOf));
  for (let step = 0; step < STEPS; step++) {
    const device = devices[dice.chance(0.75) ? 0 : 1];
    if (device) await take(dice.pick(STEP_KINDS), device, line, dice);
  }
  for (const device of devices) await device.finish();
  await line.lost("hung up");
  await evict(brief, "close");
  return checkStored(logs, [await tripOnDisk(brief)]);
}

async function take(kind: (typeof STEP_KINDS)[number], device: Device, line: Line, dice: Dice): Promise<void> {
  switch (kind) {
    case "measure":
      return device.measure(dice.between(1, 30));
    case "repeat":
      return device.repeat();
    case "flush":
      return device.flush();
    case "act":
      return device.act();
    case "sleep":
      return evict(line.brief, "hibernate");
    case "forget":
      await evict(line.brief, "close");
      return line.lost("broken");
    case "abort":
      await abortAllDurableObjects();
      return line.lost("broken");
    case "settle":
      return line.settled(device.log.epoch);
  }
}

/** Only what runs can be evicted: one that died just before is woken for it. */
async function evict(brief: TripBrief, webSockets: "close" | "hibernate"): Promise<void> {
  await stubOf(brief).probe();
  await evictDurableObject(stubOf(brief), { webSockets });
}
