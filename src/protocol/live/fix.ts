import * as z from "zod";

/** Counts what one device sends. A phone that sends each second for a century stays below it. */
export const StreamSeq = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

/** Born with the phone's store: after cleared site data a new one begins, and numbers start at 1 again. */
export const Epoch = z.string().regex(/^[A-Za-z0-9_-]{8,36}$/);
export type Epoch = z.infer<typeof Epoch>;

/** The last one with a year of four digits. A Date reaches further, but Postgres cannot read how it writes later years. */
export const MILLIS_MAX = 253_402_300_799_999;
/** Milliseconds since 1970: the one schema of every time that somebody sends. */
export const Millis = z.int().min(0).max(MILLIS_MAX);

/** The phone says that the position was made up by an app. */
export const FIX_IS_MOCK = 1;
const FLAGS_MAX = 255;

/**
 * One GPS sample, as an array because a phone sends thousands: number in its stream, time by the phone's clock, latitude,
 * longitude, accuracy in metres, speed in metres a second, heading in degrees, flags. Only shapes are checked here: a
 * place that cannot be is stored with the reason why it is not shown, and never dropped.
 */
export const WireFix = z.tuple([
  StreamSeq,
  Millis,
  z.number(),
  z.number(),
  z.number().nullable(),
  z.number().nullable(),
  z.number().nullable(),
  z.int().min(0).max(FLAGS_MAX),
]);
export type WireFix = z.infer<typeof WireFix>;

/** The same by name; null where the device did not say. */
export interface Fix {
  readonly seq: number;
  readonly at: number;
  readonly lat: number;
  readonly lng: number;
  readonly accuracyM: number | null;
  readonly speedMps: number | null;
  readonly headingDeg: number | null;
  readonly flags: number;
}

export function readFix([seq, at, lat, lng, accuracyM, speedMps, headingDeg, flags]: WireFix): Fix {
  return { seq, at, lat, lng, accuracyM, speedMps, headingDeg, flags };
}

/** `live` moves the dot, `history` only fills the track, `rejected` is kept for whoever asks why. */
export const FixVerdict = z.enum(["live", "history", "rejected"]);
export type FixVerdict = z.infer<typeof FixVerdict>;

/** Why a fix is not shown as it came. Stored by position in this list: append only. */
export const FixReason = z.enum([
  "none",
  "out-of-range",
  "null-island",
  "future",
  "too-old",
  "inaccurate",
  "teleport",
  "duplicate",
  "mock",
  "late",
  "clock-suspect",
  "frozen",
  "other-device",
]);
export type FixReason = z.infer<typeof FixReason>;

/** A fix as the trip's object accepted it. `fixedAt` is the phone's time by our clock, and never later than `receivedAt`. */
export interface JudgedFix extends Fix {
  readonly receivedAt: number;
  readonly fixedAt: number;
  readonly verdict: FixVerdict;
  readonly reason: FixReason;
}
