import * as z from "zod";
import { Stale } from "./keep.ts";

/** One screen of a list; also what a single statement reads at most. */
const PAGE_MAX_ITEMS = 100;
export const PAGE_ITEMS = 50;

/** How a list is asked for: `after` is the `next` of the page before. Pages stay right while rows come and go. */
export function pageQuery<Cursor extends z.ZodType>(after: Cursor) {
  return {
    after: z.optional(after).meta({ description: "`next` of the page before" }),
    limit: z.coerce.number().int().min(1).max(PAGE_MAX_ITEMS).optional(),
  };
}

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    items: z.array(item),
    next: z.string().optional().meta({ description: "Where the next page begins; absent on the last" }),
    stale: Stale,
  });
}
