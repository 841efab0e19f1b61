import { computed } from "@preact/signals";
import type { Region } from "../../protocol/api/regions.ts";
import { createPagedList } from "./paged-list.ts";

/** The regions that the reader may see, by name, and what to call one that is not among them. */
export function createRegionNames() {
  const list = createPagedList<Region>((api, after) => api.regions(after));
  const regions = computed(() => (list.items.value ?? []).toSorted((a, b) => a.name.localeCompare(b.name)));

  async function load(): Promise<void> {
    await list.load();
    while (list.next.value !== undefined && list.trouble.value === null) await list.more();
  }

  return {
    regions,
    load,
    /** An id where there is no name: one that was deleted, or another dispatcher's. */
    nameOf: (id: string) => regions.value.find((region) => region.id === id)?.name ?? id,
  };
}

export type RegionNames = ReturnType<typeof createRegionNames>;
