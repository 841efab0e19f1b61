/** Rows of one height, of which only those near the visible part are made: 2,000 of them would take a second to lay out. */
export interface RowWindow {
  readonly first: number;
  /** One behind the last. */
  readonly end: number;
}

interface Scrolled {
  readonly scrollPx: number;
  readonly heightPx: number;
  readonly rowPx: number;
  readonly count: number;
}

/** Above and below, so that a quick scroll or the next Tab finds something. */
const SPARE_ROWS = 6;

export function rowWindow({ scrollPx, heightPx, rowPx, count }: Scrolled): RowWindow {
  const top = Math.floor(Math.max(0, scrollPx) / rowPx);
  const shown = Math.ceil(heightPx / rowPx);
  const end = Math.min(count, top + shown + 1 + SPARE_ROWS);
  return { first: Math.max(0, Math.min(top, count - shown) - SPARE_ROWS), end };
}

/** Where to scroll so that a row is seen whole; where it is already, if it is. */
export function scrollToRow(index: number, { scrollPx, heightPx, rowPx }: Omit<Scrolled, "count">): number {
  const [from, to] = [index * rowPx, (index + 1) * rowPx];
  if (from < scrollPx) return from;
  return to > scrollPx + heightPx ? to - heightPx : scrollPx;
}

/** Which row the arrow keys and their like lead to; null for every other key. */
export function rowByKey(
  key: string,
  at: number,
  { count, perPage }: { count: number; perPage: number },
): number | null {
  const last = count - 1;
  switch (key) {
    case "ArrowDown":
      return Math.min(last, at + 1);
    case "ArrowUp":
      return Math.max(0, at - 1);
    case "PageDown":
      return Math.min(last, at + perPage);
    case "PageUp":
      return Math.max(0, at - perPage);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}
