import { uuidv7 } from "uuidv7";
import type { DriverId } from "../../src/protocol/ids.ts";
import type { Trip } from "../../src/protocol/api/trips.ts";
import { DayBook } from "../days/day-book.ts";
import { makeParcel, type Parcel } from "../days/day-parcels.ts";
import { DeskOfDay, type HandedIn } from "../days/hand-out.ts";
import { Ask } from "../sim/ask.ts";
import { Figures } from "../sim/figures.ts";
import type { Dice } from "./dice.ts";
import { hire } from "./fleet.ts";
import { addressOf } from "./socket-from.ts";
import type { World } from "./world.ts";

/** A trip under way, with parcels that somebody waits for. */
export interface Round {
  readonly trip: Trip;
  readonly driverId: DriverId;
  readonly parcels: readonly HandedIn[];
}

export async function openRounds(
  world: World,
  dice: Dice,
  { drivers, parcelsEach, change = {} }: { drivers: number; parcelsEach: number; change?: Partial<Parcel> },
): Promise<Round[]> {
  const ask = new Ask(world.api, addressOf(dice.below(60_000)), new Figures());
  const desk = new DeskOfDay(ask, world.place.regionId, new DayBook());
  // Other scenarios of the same seed throw the same dice.
  const label = `round-${uuidv7()}`;
  const made = Array.from({ length: drivers * parcelsEach }, (_, index) => {
    return { ...makeParcel(dice, `${label}-${index}`), ...change };
  });
  const all = await desk.handIn(made);
  const ids = await hire(world, drivers);
  const rounds: Round[] = [];
  for (const [index, driverId] of ids.entries()) {
    const parcels = all.slice(index * parcelsEach, (index + 1) * parcelsEach);
    rounds.push({ trip: await desk.openRound(driverId, parcels), driverId, parcels });
  }
  return rounds;
}
