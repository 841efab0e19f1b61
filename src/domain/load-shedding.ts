const SECOND_MS = 1000;
/** Twice what a slow query is for the log: at this every page feels broken. */
export const SLOW_MS = SECOND_MS;
/** Fewer queries say nothing about a share. */
const QUERIES_MIN = 20;
/** A database of which every second answer is late still answers; of which nine in ten are, hardly. */
const SLOW_SHARE = { busy: 0.5, overloaded: 0.9 };
/** Above this share of the places taken, what can wait has to. */
const BUSY_SHARE = 0.7;
/** What lies in the past says nothing about now. */
const WINDOW_MS = 10 * SECOND_MS;
const SLICE_MS = SECOND_MS;
/** A burst of a console that opens ten lists is over sooner. */
export const RISE_MS = SECOND_MS;
/** For as long it has to be calmer before more is let in: what is let in is load again. */
export const FALL_MS = 10 * SECOND_MS;
/** Who is sent away together must not come back together. */
const JITTER = 0.2;

/** In the order in which work is sent away. */
export const LEVELS = ["calm", "busy", "overloaded"] as const;
export type LoadLevel = (typeof LEVELS)[number];

interface Slice {
  readonly startedAt: number;
  readonly queries: number;
  readonly slow: number;
}

/** How much this runtime asks of the database, as far as it has seen. */
export interface Load {
  readonly level: LoadLevel;
  /** Since when it looks worse, or better, than the level says. */
  readonly worseSince: number | null;
  readonly betterSince: number | null;
  readonly judgedAt: number;
  readonly slices: readonly Slice[];
}

/** At one moment: queries on their way, those who wait for a place, and whether the database is given a rest. */
interface LoadReading {
  readonly inFlight: number;
  readonly waiting: number;
  readonly places: number;
  readonly isResting: boolean;
}

export const NO_LOAD: Load = { level: "calm", worseSince: null, betterSince: null, judgedAt: 0, slices: [] };

export function noteQuery(load: Load, ms: number, now: number): Load {
  const startedAt = Math.floor(now / SLICE_MS) * SLICE_MS;
  const kept = load.slices.filter((slice) => slice.startedAt > startedAt - WINDOW_MS);
  const last = kept.at(-1);
  const isSame = last !== undefined && last.startedAt >= startedAt;
  const before = isSame ? last : { startedAt, queries: 0, slow: 0 };
  const grown = { ...before, queries: before.queries + 1, slow: before.slow + Number(ms >= SLOW_MS) };
  return { ...load, slices: [...(isSame ? kept.slice(0, -1) : kept), grown] };
}

/** One level at a time: up when it was worse for a second, down when it was better for ten. */
export function judgeLoad(load: Load, reading: LoadReading, now: number): Load {
  const before = isForgotten(load, now) ? { ...NO_LOAD, slices: load.slices } : load;
  const level = LEVELS.indexOf(before.level);
  const seen = LEVELS.indexOf(lookOf(before, reading, now));
  const worseSince = seen > level ? (before.worseSince ?? now) : null;
  const betterSince = seen < level ? (before.betterSince ?? now) : null;
  const next = { ...before, worseSince, betterSince, judgedAt: now };
  if (worseSince !== null && now - worseSince >= RISE_MS)
    return { ...next, level: LEVELS[level + 1] ?? before.level, worseSince: now };
  if (betterSince !== null && now - betterSince >= FALL_MS)
    return { ...next, level: LEVELS[level - 1] ?? before.level, betterSince: now };
  return next;
}

/** Undefined lets it pass. What is critical always passes. */
export function shedFor(
  load: Load,
  priority: "critical" | "normal" | "low",
  { now, random }: { readonly now: number; readonly random: number },
): { readonly retryAfterSeconds: number } | undefined {
  if (priority === "critical" || isForgotten(load, now)) return undefined;
  const refusedFrom = priority === "low" ? 1 : 2;
  const steps = LEVELS.indexOf(load.level) - refusedFrom + 1;
  if (steps <= 0) return undefined;
  const waited = load.betterSince === null ? 0 : now - load.betterSince;
  const spread = 1 + JITTER * (2 * random - 1);
  return { retryAfterSeconds: Math.max(1, Math.ceil(((steps * FALL_MS - waited) * spread) / SECOND_MS)) };
}

/** Nobody looked for so long that every level would have ended. */
function isForgotten({ judgedAt }: Load, now: number): boolean {
  return now - judgedAt >= FALL_MS * LEVELS.length;
}

function lookOf({ slices }: Load, { inFlight, waiting, places, isResting }: LoadReading, now: number): LoadLevel {
  const recent = slices.filter(({ startedAt }) => startedAt > now - WINDOW_MS);
  const queries = recent.reduce((sum, slice) => sum + slice.queries, 0);
  const slow = recent.reduce((sum, slice) => sum + slice.slow, 0);
  const share = queries >= QUERIES_MIN ? slow / queries : 0;
  if (waiting >= places || share >= SLOW_SHARE.overloaded) return "overloaded";
  const isFull = inFlight >= places * BUSY_SHARE || waiting > 0;
  return isFull || isResting || share >= SLOW_SHARE.busy ? "busy" : "calm";
}
