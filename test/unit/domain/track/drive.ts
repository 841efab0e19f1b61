import type { JudgedFix } from "../../../../src/protocol/live/fix.ts";

const METRES_PER_DEGREE = 111_195;
const START = 1_800_000_000_000;

/** The same numbers on each run: a linear congruential generator, in 0..1. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * A courier's hour in a city, a fix each five seconds: legs of up to 14 m/s with corners, red lights, and stops of some
 * minutes; errors of position that wander over a minute by a few metres, as a phone's do; time by a beat of one second
 * that the phone misses by some milliseconds; arrival after 40 to 400 ms.
 */
export function cityDrive(count: number, seed = 1): JudgedFix[] {
  const random = chance(seed);
  const fixes: JudgedFix[] = [];
  let [x, y, heading, speed, holdSteps, errorX, errorY, accuracy] = [0, 0, 70, 0, 0, 0, 0, 6];
  for (let step = 0; step < count; step++) {
    if (holdSteps > 0) {
      holdSteps--;
      speed = Math.max(0, speed - 12);
    } else {
      speed = Math.min(14, Math.max(0, speed + (random() - 0.4) * 8));
      if (random() < 0.12) heading = (heading + (random() < 0.5 ? 90 : 270)) % 360;
      if (random() < 0.06) holdSteps = random() < 0.7 ? 6 : 36;
    }
    heading = (heading + 360 + (random() - 0.5) * 8) % 360;
    x += speed * 5 * Math.sin((heading * Math.PI) / 180);
    y += speed * 5 * Math.cos((heading * Math.PI) / 180);
    errorX = errorX * 0.9 + (random() - 0.5) * 3;
    errorY = errorY * 0.9 + (random() - 0.5) * 3;
    accuracy = Math.max(3, accuracy + (random() - 0.5) * 3);
    const at = START + step * 5000 + Math.round((random() - 0.5) * 30);
    fixes.push({
      seq: step + 1,
      at,
      lat: 48.137_154 + (y + errorY) / METRES_PER_DEGREE,
      lng: 11.576_124 + (x + errorX) / (METRES_PER_DEGREE * 0.667),
      accuracyM: accuracy,
      speedMps: speed,
      headingDeg: speed < 0.5 ? null : heading,
      flags: 0,
      receivedAt: at - 120 + 40 + Math.round(random() * 360),
      fixedAt: at - 120,
      verdict: "live",
      reason: "none",
    });
  }
  return fixes;
}
