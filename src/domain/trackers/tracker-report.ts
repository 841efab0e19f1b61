import { FIX_IS_MOCK, type Fix } from "../../protocol/live/fix.ts";

/** A fix from a tracker that does not number what it sends. */
export type FixDraft = Omit<Fix, "seq">;

export interface TrackerBattery {
  /** 0 to 1. */
  readonly level: number | null;
  readonly charging: boolean | null;
}

/** What a message of a foreign tracker comes down to. */
export interface TrackerReport {
  /** What the device calls itself; null where the protocol leaves that to the request's own authorization. */
  readonly deviceToken: string | null;
  /** Null where the message is not about a place, or the device says itself that it has none. */
  readonly draft: FixDraft | null;
  readonly battery: TrackerBattery | null;
  /** Somebody pressed the tracker's alarm button. */
  readonly sos: boolean;
}

/**
 * `malformed`: `field` is missing or not what the protocol says. `too-many`: more reports than one message may have.
 * `encrypted`: the app encrypts with a key that only its user has.
 */
export type TrackerError =
  | { readonly tag: "malformed"; readonly field: string }
  | { readonly tag: "too-many"; readonly max: number }
  | { readonly tag: "encrypted" };

/** A tracker's numbers in our units. Below zero, which is how trackers say "unknown", becomes null. */
export interface Measured {
  readonly at: number;
  readonly lat: number;
  readonly lng: number;
  readonly accuracyM: number | null;
  readonly speedMps: number | null;
  readonly headingDeg: number | null;
  readonly isMock: boolean;
}

export function draftOf({ isMock, accuracyM, speedMps, headingDeg, ...place }: Measured): FixDraft {
  return {
    ...place,
    // A phone that knows no accuracy says 0: no phone is that exact.
    accuracyM: accuracyM !== null && accuracyM > 0 ? accuracyM : null,
    speedMps: knownOrNull(speedMps),
    headingDeg: knownOrNull(headingDeg),
    flags: isMock ? FIX_IS_MOCK : 0,
  };
}

/** Null where the tracker said nothing about it. `full` is what it calls a full battery: 1 or 100. */
export function batteryOf(level: number | null, charging: boolean | null, full: number): TrackerBattery | null {
  const share = knownOrNull(level);
  if (share === null && charging === null) return null;
  return { level: share === null ? null : Math.min(1, share / full), charging };
}

function knownOrNull(value: number | null): number | null {
  return value !== null && value >= 0 ? value : null;
}
