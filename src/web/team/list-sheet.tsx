import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { useI18n } from "../shared/i18n-context.ts";
import { ConfirmDialog } from "../shared/ui/confirm-dialog.tsx";
import { type OwnWords, TroubleNote } from "../shared/ui/trouble-note.tsx";
import type { Deed, Doing } from "./deed.ts";
import type { PagedList } from "./paged-list.ts";
import { createAsking } from "./team-asking.ts";

type Props<Item extends { readonly id: string }> = {
  readonly id: string;
  readonly title: string;
  readonly list: PagedList<Item>;
  /** Said when the list is there and has nothing in it. */
  readonly empty: string;
  readonly own?: OwnWords;
  readonly row: (item: Item, doing: Doing<Item>) => ComponentChildren;
  /** Between the heading and the rows. */
  readonly children?: ComponentChildren;
};

/** A list with what its rows offer to do. */
export function ListSheet<Item extends { readonly id: string }>(props: Props<Item>) {
  const { id, title, list, empty, own = {}, row, children } = props;
  const { t } = useI18n();
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that was pressed may have gone with what it was for.
  const { asking, asked, doing, carryOut, putAside } = useDeeds(list, () => heading.current?.focus());
  const { items, busy, trouble, said } = list;
  useEffect(() => void list.load(), [list]);
  const deed = asked.value;
  return (
    <section class="sheet" aria-labelledby={id} data-loaded={items.value !== null && !busy.value}>
      <h2 id={id} ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <p class="said" role="status">
        {said.value}
      </p>
      {children}
      <TroubleNote trouble={trouble.value ?? (deed ? null : asking.trouble.value)} own={own} />
      {items.value === null && busy.value && <p role="status">{t("team.loading")}</p>}
      {items.value?.length === 0 && <p>{empty}</p>}
      <ul class="rows">{items.value?.map((item) => row(item, doing))}</ul>
      <MoreButton list={list} />
      {deed?.first && (
        <ConfirmDialog
          {...deed.first}
          busy={asking.busy}
          trouble={asking.trouble}
          act={() => carryOut(deed)}
          onClose={putAside}
        />
      )}
    </section>
  );
}

function MoreButton({ list }: { readonly list: Pick<PagedList<{ readonly id: string }>, "next" | "busy" | "more"> }) {
  const { t } = useI18n();
  if (list.next.value === undefined) return null;
  return (
    <button type="button" class="button" aria-disabled={list.busy.value} onClick={() => void list.more()}>
      {t("team.more")}
    </button>
  );
}

/** What was pressed in a row: asked about first or done at once. */
function useDeeds<Item extends { readonly id: string }>(list: PagedList<Item>, afterwards: () => void) {
  const asking = useMemo(createAsking, []);
  const asked = useSignal<Deed<Item> | null>(null);
  const carryOut = async (deed: Deed<Item>) => {
    const item = await asking.ask(deed.act);
    if (!item) return false;
    if (deed.changesList) await list.load();
    else list.put(item);
    list.said.value = deed.done;
    if (!deed.first) afterwards();
    return true;
  };
  const start = (deed: Deed<Item>) => {
    asking.trouble.value = null;
    list.said.value = "";
    if (deed.first) asked.value = deed;
    else void carryOut(deed);
  };
  const putAside = () => {
    asked.value = null;
    asking.trouble.value = null;
    if (list.said.value !== "") afterwards();
  };
  return { asking, asked, doing: { busy: asking.busy.value, start }, carryOut, putAside };
}
