import { PAGE_ITEMS } from "../protocol/api/page.ts";

/** What a list is asked for, and one more: its presence tells that there is a next page. */
export function pageLimit(limit: number | undefined): { readonly wanted: number; readonly read: number } {
  const wanted = limit ?? PAGE_ITEMS;
  return { wanted, read: wanted + 1 };
}

/** The rows of this page, and the cursor of its last one where more follow. */
export function cutPage<Row>(
  rows: readonly Row[],
  wanted: number,
  cursorOf: (row: Row) => string,
): { rows: readonly Row[]; next?: string } {
  const page = rows.slice(0, wanted);
  const last = page.at(-1);
  return rows.length > wanted && last !== undefined ? { rows: page, next: cursorOf(last) } : { rows: page };
}
