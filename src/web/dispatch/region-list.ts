import { signal } from "@preact/signals";
import { ok } from "../../domain/result.ts";
import type { Region } from "../../protocol/api/regions.ts";
import type { Asked } from "../shared/questions.ts";
import type { Trouble } from "../shared/trouble.ts";
import { ask, type DispatchApi } from "./dispatch-asking.ts";

const LAST_REGION_KEY = "doorstep.dispatch.region";

/** The regions that the reader may see, and the one that is looked at. */
export function createRegionList() {
  const regions = signal<readonly Region[] | null>(null);
  const chosen = signal<Region | null>(null);
  const trouble = signal<Trouble | null>(null);

  async function load(): Promise<void> {
    trouble.value = null;
    const answer = await ask(allRegions);
    if (!answer.ok) {
      trouble.value = answer.error;
      return;
    }
    const found = answer.value.toSorted((a, b) => a.name.localeCompare(b.name));
    const last = lastRegion();
    regions.value = found;
    chosen.value = found.find(({ id }) => id === last) ?? found[0] ?? null;
  }

  function choose(id: string): void {
    chosen.value = regions.value?.find((region) => region.id === id) ?? null;
    rememberRegion(id);
  }

  return { regions, chosen, trouble, load, choose };
}

export type RegionList = ReturnType<typeof createRegionList>;

async function allRegions(api: DispatchApi): Asked<Region[]> {
  const found: Region[] = [];
  let after: string | undefined;
  do {
    const page = await api.regions(after);
    if (!page.ok) return page;
    found.push(...page.value.items);
    after = page.value.next;
  } while (after !== undefined);
  return ok(found);
}

function lastRegion(): string | null {
  try {
    return localStorage.getItem(LAST_REGION_KEY);
  } catch {
    // Storage is blocked in this browser: the first region is as good as any.
    return null;
  }
}

function rememberRegion(id: string): void {
  try {
    localStorage.setItem(LAST_REGION_KEY, id);
  } catch {
    // Storage is blocked or full: the choice holds for this page only.
  }
}
