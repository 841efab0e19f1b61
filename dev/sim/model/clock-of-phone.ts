import type { Dice } from "../../chaos/dice.ts";
import { PhoneClock } from "../../chaos/phone-clock.ts";

const SECOND_MS = 1_000;
const HOUR_MS = 3_600 * SECOND_MS;
/** Phones ask the network for the time: most are right to two seconds, some were set by hand, a few stand in another zone. */
const BY_HAND_SHARE = 0.07;
const OTHER_ZONE_SHARE = 0.02;
const NEARLY_RIGHT_MS = 2 * SECOND_MS;
const BY_HAND_MS = 4 * 60 * SECOND_MS;
/** A cheap quartz: 50 millionths are 0.2 s an hour. */
const DRIFT = 50e-6;

/** A phone's clock: ahead or behind, and a little too quick or slow. */
export function clockOfPhone(dice: Dice, startedAt: number): PhoneClock {
  const way = 2 * dice.next() - 1;
  const kind = dice.next();
  const rate = 1 + DRIFT * (2 * dice.next() - 1);
  if (kind < OTHER_ZONE_SHARE) return new PhoneClock({ aheadMs: way < 0 ? -HOUR_MS : HOUR_MS, rate, startedAt });
  const most = kind < OTHER_ZONE_SHARE + BY_HAND_SHARE ? BY_HAND_MS : NEARLY_RIGHT_MS;
  return new PhoneClock({ aheadMs: Math.round(way * most), rate, startedAt });
}
