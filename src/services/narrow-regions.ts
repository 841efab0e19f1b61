import type { RegionId } from "../protocol/ids.ts";

/** The regions to look in: those that the caller may see, or the one asked for if it is among them. Undefined: all. */
export function narrowRegions(
  allowed: readonly RegionId[] | undefined,
  wanted: RegionId | undefined,
): readonly RegionId[] | undefined {
  if (wanted === undefined) return allowed;
  return allowed === undefined || allowed.includes(wanted) ? [wanted] : [];
}
