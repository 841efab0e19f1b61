import { pseudoMessage } from "../../../domain/pseudo-text.ts";
import type { Catalog } from "../i18n.ts";

export function pseudoCatalog(catalog: Catalog): Catalog {
  const entries = Object.entries(catalog).map(([key, message]) => [key, pseudoMessage(message)] as const);
  return { ...catalog, ...Object.fromEntries(entries) };
}
