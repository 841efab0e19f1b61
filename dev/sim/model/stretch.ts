import type { LatLng } from "../../../src/domain/geo.ts";

/** A loaded van on a dry street, metres a second each second; its driver brakes a little harder than it accelerates. */
export const ACCELERATION = 1.6;
export const BRAKING = 2;

/** A straight piece of a drive: accelerate, keep the speed, brake, and perhaps wait at its end. */
export interface Stretch {
  readonly from: LatLng;
  readonly to: LatLng;
  readonly edge: number;
  readonly metres: number;
  readonly headingDeg: number;
  /** Metres a second. */
  readonly enter: number;
  readonly top: number;
  /** Seconds of the drive. */
  readonly beginsAt: number;
  readonly brakesAt: number;
  readonly arrivesAt: number;
  readonly endsAt: number;
}

/** Where a vehicle really is, and how it moves. */
export interface Place extends LatLng {
  readonly speedMps: number;
  readonly headingDeg: number;
  readonly edge: number;
}

interface StretchPlan extends Pick<Stretch, "from" | "to" | "edge" | "metres" | "headingDeg" | "enter" | "beginsAt"> {
  readonly leave: number;
  readonly most: number;
  readonly haltSeconds: number;
}

export function stretchOf({ leave, most, haltSeconds, ...plan }: StretchPlan): Stretch {
  const { metres, enter, beginsAt } = plan;
  const [a, b] = [ACCELERATION, BRAKING];
  const peak = Math.sqrt((2 * a * b * metres + b * enter * enter + a * leave * leave) / (a + b));
  const top = Math.max(enter, leave, Math.min(most, peak));
  const gaining = (top - enter) / a;
  const losing = (top - leave) / b;
  const between = metres - ((top + enter) / 2) * gaining - ((top + leave) / 2) * losing;
  const brakesAt = beginsAt + gaining + Math.max(0, between) / top;
  const arrivesAt = brakesAt + losing;
  return { ...plan, top, brakesAt, arrivesAt, endsAt: arrivesAt + haltSeconds };
}

export function placeOn(stretches: readonly Stretch[], seconds: number): Place {
  const stretch = stretchAt(stretches, seconds);
  if (!stretch) throw new Error("a drive without a stretch leads nowhere");
  const { from, to, metres, headingDeg, edge } = stretch;
  const { driven, speedMps } = motionIn(stretch, seconds);
  const share = Math.max(0, Math.min(1, metres === 0 ? 1 : driven / metres));
  const lat = from.lat + (to.lat - from.lat) * share;
  const lng = from.lng + (to.lng - from.lng) * share;
  return { lat, lng, speedMps, headingDeg, edge };
}

function motionIn(stretch: Stretch, seconds: number): { driven: number; speedMps: number } {
  const { beginsAt, brakesAt, arrivesAt, enter, top, metres } = stretch;
  if (seconds >= arrivesAt) return { driven: metres, speedMps: arrivesAt < stretch.endsAt ? 0 : top };
  if (seconds >= brakesAt) {
    const left = arrivesAt - seconds;
    const leave = top - BRAKING * (arrivesAt - brakesAt);
    return { driven: metres - left * (leave + (BRAKING * left) / 2), speedMps: leave + BRAKING * left };
  }
  const passed = Math.max(0, seconds - beginsAt);
  const gaining = Math.min(passed, (top - enter) / ACCELERATION);
  const speedMps = enter + ACCELERATION * gaining;
  return { driven: ((enter + speedMps) / 2) * gaining + top * (passed - gaining), speedMps };
}

function stretchAt(stretches: readonly Stretch[], seconds: number): Stretch | undefined {
  let [low, high] = [0, stretches.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.endsAt ?? 0) > seconds) high = middle;
    else low = middle + 1;
  }
  return stretches[low];
}
