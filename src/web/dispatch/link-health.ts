import type * as z from "zod";
import type { getNewestFixes } from "../../protocol/api/history.ts";

export type ShownFix = z.output<(typeof getNewestFixes)["output"]>["items"][number];

/** How well a driver's phone gets through, from what it sent last. */
export interface LinkHealth {
  /** How far apart it measures. */
  readonly everyMs: number | null;
  /** How long a fix is on its way. */
  readonly delayMs: number | null;
  readonly accuracyM: number | null;
  /** Those that do not show, of how many. */
  readonly hidden: number;
  readonly total: number;
}

/** Medians: one tunnel says nothing of the rest. */
export function linkHealth(fixes: readonly ShownFix[]): LinkHealth {
  const times = fixes.map(({ fixedAt }) => fixedAt).toSorted((a, b) => a - b);
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
  return {
    everyMs: median(gaps.filter((gap) => gap > 0)),
    delayMs: median(fixes.map(({ fixedAt, receivedAt }) => Math.max(0, receivedAt - fixedAt))),
    accuracyM: median(fixes.flatMap(({ accuracyM }) => accuracyM ?? [])),
    hidden: fixes.filter(({ verdict }) => verdict !== "live").length,
    total: fixes.length,
  };
}

function median(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}
