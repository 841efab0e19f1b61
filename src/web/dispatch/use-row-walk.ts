import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { ROW_PX } from "./driver-row.tsx";
import { rowByKey, scrollToRow } from "./row-window.ts";

/** As high as a window may be before its true height is known. */
const FIRST_HEIGHT_PX = 900;

/** The keyboard's way through rows of which most do not exist: where it stands, and what keys do. */
export function useRowWalk(ids: readonly string[], onChoose: (id: string) => void) {
  const box = useRef<HTMLDivElement>(null);
  const scrollPx = useSignal(0);
  const heightPx = useSignal(FIRST_HEIGHT_PX);
  const current = useSignal<string | null>(null);
  const currentIndex = Math.max(
    0,
    ids.findIndex((id) => id === current.value),
  );
  useHeight(box, (height) => {
    heightPx.value = height;
  });
  const keepFocus = useKeptFocus(box, currentIndex);

  const choose = (index: number): void => {
    const id = ids[index];
    if (id === undefined) return;
    current.value = id;
    onChoose(id);
  };
  const go = (index: number): void => {
    const element = box.current;
    if (!element) return;
    current.value = ids[index] ?? null;
    const seen = { scrollPx: element.scrollTop, heightPx: heightPx.value, rowPx: ROW_PX };
    element.scrollTop = scrollToRow(index, seen);
    scrollPx.value = element.scrollTop;
    // Once the row is there: it may have been out of sight.
    requestAnimationFrame(() => focusRow(element, index));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const perPage = Math.max(1, Math.floor(heightPx.value / ROW_PX) - 1);
    const next = rowByKey(event.key, currentIndex, { count: ids.length, perPage });
    const isChoice = event.key === "Enter" || event.key === " ";
    if (next === null && !isChoice) return;
    event.preventDefault();
    if (next === null) choose(currentIndex);
    else go(next);
  };
  const onScroll = ({ currentTarget }: { readonly currentTarget: HTMLElement }): void => {
    scrollPx.value = currentTarget.scrollTop;
  };
  return {
    box,
    boxProps: { onScroll, ...keepFocus },
    listProps: { onKeyDown },
    scrollPx: scrollPx.value,
    heightPx: heightPx.value,
    currentIndex,
    choose,
  };
}

type Box = { readonly current: HTMLElement | null };

/** Rows that change places lose the focus on the way, and those that scroll out are no longer there. */
function useKeptFocus(box: Box, index: number) {
  const hadFocus = useRef(false);
  useLayoutEffect(() => {
    const lost = document.activeElement === document.body;
    if (hadFocus.current && lost) focusRow(box.current, index);
  });
  return {
    onFocusIn: (): void => {
      hadFocus.current = true;
    },
    onFocusOut: ({ relatedTarget }: FocusEvent): void => {
      // Null also when the row that had it was taken away, which is put right above.
      if (relatedTarget !== null) hadFocus.current = false;
    },
  };
}

function focusRow(box: HTMLElement | null, index: number): void {
  box?.querySelector<HTMLElement>(`[aria-posinset="${index + 1}"]`)?.focus({ preventScroll: true });
}

function useHeight(box: Box, tell: (heightPx: number) => void): void {
  useLayoutEffect(() => {
    const { current } = box;
    if (!current) return;
    const observer = new ResizeObserver(() => tell(current.clientHeight));
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
}
