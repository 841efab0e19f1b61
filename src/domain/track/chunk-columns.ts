import { FixReason, FixVerdict, type JudgedFix } from "../../protocol/live/fix.ts";
import type { Prediction } from "./column.ts";

/** One fix as the numbers of its columns. Null where the device did not say. */
export type FixNumbers = Record<ColumnName, number | null>;
type ColumnName = (typeof CHUNK_COLUMNS)[number]["name"];

interface Column {
  readonly name: string;
  /** A number is kept to half a step of this fraction of its unit. */
  readonly stepsPerUnit: number;
  readonly prediction: Prediction;
}

/** In the order in which they are stored: append only. */
export const CHUNK_COLUMNS = [
  { name: "seq", stepsPerUnit: 1, prediction: "value" },
  // Fixes come at a beat, so the beat is predicted and not the time.
  { name: "fixedAt", stepsPerUnit: 1, prediction: "slope" },
  { name: "clockAheadMs", stepsPerUnit: 1, prediction: "value" },
  { name: "delaySteps", stepsPerUnit: 1, prediction: "value" },
  // A vehicle goes on as it went: 0.35 bytes a fix less than to predict that it stands.
  { name: "lat", stepsPerUnit: 1_000_000, prediction: "slope" },
  { name: "lng", stepsPerUnit: 1_000_000, prediction: "slope" },
  { name: "accuracyM", stepsPerUnit: 10, prediction: "value" },
  { name: "speedMps", stepsPerUnit: 10, prediction: "value" },
  { name: "headingDeg", stepsPerUnit: 1, prediction: "value" },
  { name: "flags", stepsPerUnit: 1, prediction: "value" },
  { name: "verdict", stepsPerUnit: 1, prediction: "value" },
  { name: "reason", stepsPerUnit: 1, prediction: "value" },
] as const satisfies readonly Column[];

/** Arrival only tells a late fix from a prompt one. */
const DELAY_STEP_MS = 10;
/** The last moment that a Date can name. */
const MILLIS_MAX = 8_640_000_000_000_000;
const FLAGS_MAX = 255;

/** `timed`: the stream's numbers are its fix times, so they need no column of their own. */
export function numbersOfFix(fix: JudgedFix, timed: boolean): FixNumbers {
  return {
    seq: timed ? 0 : fix.seq,
    fixedAt: fix.fixedAt,
    clockAheadMs: fix.at - fix.fixedAt,
    // Towards zero, so that no fix is dated later than it arrived.
    delaySteps: Math.trunc((fix.receivedAt - fix.fixedAt) / DELAY_STEP_MS),
    lat: fix.lat,
    lng: fix.lng,
    accuracyM: fix.accuracyM,
    speedMps: fix.speedMps,
    headingDeg: fix.headingDeg,
    flags: fix.flags,
    verdict: FixVerdict.options.indexOf(fix.verdict),
    reason: FixReason.options.indexOf(fix.reason),
  };
}

/** Null where the numbers are those of no fix, as in damaged bytes. */
export function fixOfNumbers(numbers: FixNumbers, timed: boolean): JudgedFix | null {
  const { lat, lng, accuracyM, speedMps, headingDeg, flags } = numbers;
  const times = timesOf(numbers);
  const verdict = FixVerdict.options[numbers.verdict ?? -1];
  const reason = FixReason.options[numbers.reason ?? -1];
  if (times === null || lat === null || lng === null || verdict === undefined || reason === undefined) return null;
  const seq = timed ? timedSeq(times.at) : numbers.seq;
  if (!isWhole(seq, 1, Number.MAX_SAFE_INTEGER) || !isWhole(flags, 0, FLAGS_MAX)) return null;
  return { seq, ...times, lat, lng, accuracyM, speedMps, headingDeg, flags, verdict, reason };
}

function timesOf(numbers: FixNumbers): Pick<JudgedFix, "at" | "fixedAt" | "receivedAt"> | null {
  const { fixedAt, clockAheadMs, delaySteps } = numbers;
  if (fixedAt === null || clockAheadMs === null || delaySteps === null) return null;
  const times = { at: fixedAt + clockAheadMs, fixedAt, receivedAt: fixedAt + delaySteps * DELAY_STEP_MS };
  return Object.values(times).every((time) => isWhole(time, 0, MILLIS_MAX)) ? times : null;
}

/** The number of a fix in a stream that is numbered by time. A stream's numbers begin at 1. */
export function timedSeq(at: number): number {
  return Math.max(1, at);
}

function isWhole(value: number | null, min: number, max: number): value is number {
  return Number.isSafeInteger(value) && value !== null && value >= min && value <= max;
}
