import * as z from "zod";
import { type FieldError, fieldError } from "../errors.ts";

export type Alone<Item> =
  | { readonly ok: true; readonly value: Item }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

/**
 * An item of a list whose items stand or fall by themselves: what does not have the shape is read as its errors, with paths
 * inside of the item. It has to be an object all the same.
 */
export function eachAlone<Item extends z.ZodType>(item: Item) {
  const sound = item.transform((value): Alone<z.output<Item>> => ({ ok: true, value }));
  const faulty = z.record(z.string(), z.unknown()).transform((value): Alone<z.output<Item>> => {
    const issues = item.safeParse(value).error?.issues ?? [];
    return { ok: false, errors: issues.map((issue) => fieldError([], issue)) };
  });
  return z.union([sound, faulty]);
}
