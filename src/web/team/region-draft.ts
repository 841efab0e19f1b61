import type { RegionDetail } from "../../protocol/api/regions.ts";
import { areaText, readCorners } from "./area-text.ts";
import type { NewRegion, RegionChange } from "./team-api.ts";

/** What the form about a region holds. */
export type RegionDraft = {
  readonly name: string;
  readonly timeZone: string;
  /** A corner in each line. */
  readonly area: string;
};

/** Most who open a region are in it. */
export function newRegionDraft(): RegionDraft {
  return { name: "", timeZone: ownTimeZone(), area: "" };
}

export function regionDraftOf({ name, timeZone, area }: RegionDetail): RegionDraft {
  return { name, timeZone, area: areaText(area) };
}

export function newRegion({ name, timeZone, area }: RegionDraft): NewRegion {
  return { name: name.trim(), timeZone, area: readCorners(area) };
}

/** Only what was changed in the form: corners that nobody touched stay as exact as they are. Null for nothing at all. */
export function regionChange(before: RegionDetail, draft: RegionDraft): RegionChange | null {
  const old = regionDraftOf(before);
  const wanted = newRegion(draft);
  const change = {
    ...(wanted.name !== old.name && { name: wanted.name }),
    ...(wanted.timeZone !== old.timeZone && { timeZone: wanted.timeZone }),
    ...(draft.area !== old.area && { area: wanted.area }),
  };
  return Object.keys(change).length === 0 ? null : change;
}

/** Those that this browser knows, and the one that is set already. */
export function timeZones(known: string): readonly string[] {
  return [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC", ownTimeZone(), known])].toSorted();
}

function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
