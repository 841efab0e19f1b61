import { FIX_IS_MOCK } from "../protocol/live/fix.ts";
import type { Fix, FixReason, FixVerdict, JudgedFix } from "../protocol/live/fix.ts";
import { checkTeleport, NOWHERE } from "./teleport.ts";
import type { Sighting, TeleportState } from "./teleport.ts";

const SECOND_MS = 1000;
/** What is left of a clock's error once its offset is known; more is a clock that nobody can correct. */
const FUTURE_MS = 60 * SECOND_MS;
/** No shift is longer: what is older belongs to a trip that has been closed. */
const TOO_OLD_MS = 24 * 60 * 60 * SECOND_MS;
/** After two minutes a vehicle in town is a kilometre on: the dot would lie. */
export const LATE_MS = 120 * SECOND_MS;
/** A cell tower's guess, not a GPS position. */
const SHOWN_ACCURACY_M = 100;
/** Receivers without a position say 0°, 0°; 11 m around it are open sea. */
const NULL_ISLAND_DEG = 1e-4;
/** A receiver's last digit flickers even at rest: 20 equal fixes at more than walking speed are made up. */
const FROZEN_FIXES = 20;
const FROZEN_SPEED_MPS = 3;

export interface JudgeState extends TeleportState {
  readonly newest: { readonly at: number; readonly fixedAt: number; readonly lat: number; readonly lng: number } | null;
  /** Fixes in a row at exactly the same place while the phone says that it moves. */
  readonly frozenFixes: number;
}

export interface JudgeContext {
  readonly receivedAt: number;
  readonly clockOffsetMs: number;
  readonly clockSuspect: boolean;
  /** Some tenants test with mocked positions; the others keep them out of sight. */
  readonly showMocked: boolean;
}

export interface Judgement {
  readonly fix: JudgedFix;
  readonly state: JudgeState;
  /** Newer than all before it and worth a conclusion: fences and stops look at no other. */
  readonly advances: boolean;
}

type Finding = readonly [FixVerdict, FixReason];

export const UNJUDGED: JudgeState = { ...NOWHERE, newest: null, frozenFixes: 0 };

/** Every fix is kept. What is wrong with it decides whether it moves the dot, fills the track or only sits in the record. */
export function judgeFix(before: JudgeState, raw: Fix, context: JudgeContext): Judgement {
  const { receivedAt } = context;
  const correctedAt = raw.at + context.clockOffsetMs;
  const fixedAt = Number.isFinite(correctedAt) ? Math.min(correctedAt, receivedAt) : receivedAt;
  const fix = { ...sanitize(raw), receivedAt, fixedAt };
  const impossible = whyImpossible(raw, correctedAt, receivedAt) ?? whyRepeated(before, raw);
  if (impossible) return { fix: { ...fix, verdict: "rejected", reason: impossible }, state: before, advances: false };
  if (before.newest && fixedAt < before.newest.fixedAt)
    return { fix: { ...fix, verdict: "history", reason: "late" }, state: before, advances: false };

  const frozenFixes = countFrozen(before, raw);
  const newest = { at: raw.at, fixedAt, lat: raw.lat, lng: raw.lng };
  if ((fix.accuracyM ?? 0) > SHOWN_ACCURACY_M)
    return decide(fix, ["history", "inaccurate"], { ...before, newest, frozenFixes });
  const sighting: Sighting = { lat: raw.lat, lng: raw.lng, accuracyM: fix.accuracyM, at: fixedAt };
  const { believed, state } = checkTeleport(before, sighting);
  const next = { ...state, newest, frozenFixes };
  return decide(fix, believed ? findDoubt(fix, frozenFixes, context) : ["rejected", "teleport"], next);
}

/**
 * A fix that fills the track and nothing else. What cannot be is kept with the reason, as everywhere; what is only old is
 * what a track is for.
 */
export function judgeForTrack(
  raw: Fix,
  when: Pick<JudgeContext, "receivedAt" | "clockOffsetMs">,
  why: FixReason,
): JudgedFix {
  const { fix } = judgeFix(UNJUDGED, raw, { ...when, clockSuspect: false, showMocked: false });
  const isImpossible = fix.verdict === "rejected" && fix.reason !== "too-old";
  return isImpossible ? fix : { ...fix, verdict: "history", reason: why };
}

/** Receivers say -1 for "unknown", and a heading of 360 is north. */
function sanitize(raw: Fix): Fix {
  const { accuracyM, speedMps, headingDeg } = raw;
  const isHeading = headingDeg !== null && headingDeg >= 0 && headingDeg <= 360;
  return {
    ...raw,
    accuracyM: atLeastZero(accuracyM),
    speedMps: atLeastZero(speedMps),
    headingDeg: isHeading ? headingDeg % 360 : null,
  };
}

function atLeastZero(value: number | null): number | null {
  return value !== null && Number.isFinite(value) && value >= 0 ? value : null;
}

function whyImpossible({ at, lat, lng }: Fix, correctedAt: number, receivedAt: number): FixReason | null {
  // Written so that NaN fails too.
  if (!(Math.abs(lat) <= 90 && Math.abs(lng) <= 180 && Number.isFinite(at))) return "out-of-range";
  if (Math.abs(lat) < NULL_ISLAND_DEG && Math.abs(lng) < NULL_ISLAND_DEG) return "null-island";
  if (correctedAt - receivedAt > FUTURE_MS) return "future";
  return receivedAt - correctedAt > TOO_OLD_MS ? "too-old" : null;
}

function whyRepeated({ newest }: JudgeState, { at }: Fix): FixReason | null {
  return newest?.at === at ? "duplicate" : null;
}

function countFrozen({ newest, frozenFixes }: JudgeState, { lat, lng, speedMps }: Fix): number {
  const isSame = newest?.lat === lat && newest.lng === lng;
  return isSame && (speedMps ?? 0) > FROZEN_SPEED_MPS ? Math.min(frozenFixes + 1, FROZEN_FIXES) : 0;
}

function findDoubt(fix: Omit<JudgedFix, "verdict" | "reason">, frozenFixes: number, context: JudgeContext): Finding {
  const isMocked = (fix.flags & FIX_IS_MOCK) !== 0;
  if (frozenFixes >= FROZEN_FIXES) return ["history", "frozen"];
  if (isMocked && !context.showMocked) return ["history", "mock"];
  if (fix.receivedAt - fix.fixedAt > LATE_MS) return ["history", "late"];
  if (isMocked) return ["live", "mock"];
  return ["live", context.clockSuspect ? "clock-suspect" : "none"];
}

function decide(fix: Omit<JudgedFix, "verdict" | "reason">, [verdict, reason]: Finding, state: JudgeState): Judgement {
  return { fix: { ...fix, verdict, reason }, state, advances: verdict === "live" || reason === "late" };
}
