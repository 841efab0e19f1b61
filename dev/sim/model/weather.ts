import { chanceAt } from "../../city/noise.ts";

export interface Weather {
  readonly name: "dry" | "rain" | "downpour";
  /** How much of the usual speed is left. */
  readonly pace: number;
  /** How much worse positions get: wet leaves and walls scatter signals. */
  readonly noise: number;
}

const DRY: Weather = { name: "dry", pace: 1, noise: 1 };
const RAIN: Weather = { name: "rain", pace: 0.9, noise: 1.25 };
const DOWNPOUR: Weather = { name: "downpour", pace: 0.75, noise: 1.7 };
/** Of a northern European year's hours about one in five is wet, and few of those are a downpour. */
const RAIN_SHARE = 0.2;
const DOWNPOUR_SHARE = 0.03;
const HOUR_MS = 3_600_000;

/** One for the whole city, and another one each hour. */
export function weatherAt(seed: number, at: number): Weather {
  const chance = chanceAt(seed, Math.floor(at / HOUR_MS), 0);
  if (chance < DOWNPOUR_SHARE) return DOWNPOUR;
  return chance < RAIN_SHARE ? RAIN : DRY;
}
