import { signal } from "@preact/signals";
import { askBy, type Asked } from "../shared/questions.ts";
import type { Trouble } from "../shared/trouble.ts";
import type { After } from "./team-api.ts";
import { loadTeamApi, type TeamApi } from "./team-asking.ts";

type Page<Item> = { readonly items: readonly Item[]; readonly next?: string | undefined };

/** A list that comes page by page. A newer question makes the answer to an older one worthless, as when a filter changes. */
export function createPagedList<Item extends { readonly id: string }>(
  askPage: (api: TeamApi, after: After) => Asked<Page<Item>>,
) {
  const items = signal<readonly Item[] | null>(null);
  const next = signal<After>(undefined);
  const busy = signal(false);
  const trouble = signal<Trouble | null>(null);
  /** What was last done to one of them, in words. */
  const said = signal("");
  let newest = 0;

  async function ask(after: After): Promise<void> {
    const turn = ++newest;
    busy.value = true;
    trouble.value = null;
    const answer = await askBy(loadTeamApi, (api) => askPage(api, after));
    if (turn !== newest) return;
    busy.value = false;
    if (answer.ok) {
      const before = after === undefined ? [] : (items.value ?? []);
      items.value = [...before, ...answer.value.items];
      next.value = answer.value.next;
    } else trouble.value = answer.error;
  }

  return {
    items,
    next,
    busy,
    trouble,
    said,
    load: () => ask(undefined),
    more: () => ask(next.value),
    /** What the server answered about one of them: in its place, or on top if it is new. */
    put: (item: Item) => {
      const known = items.value ?? [];
      items.value = known.some(({ id }) => id === item.id)
        ? known.map((old) => (old.id === item.id ? item : old))
        : [item, ...known];
    },
  };
}

export type PagedList<Item extends { readonly id: string }> = ReturnType<typeof createPagedList<Item>>;
