import { pseudoMessage } from "../pseudo-text.ts";
import { pageWords } from "./page-words.ts";
import type { PageCatalog } from "./tongue.ts";

/** A language of its own needs a file beside page-words.ts and a line here; English stands in for what nobody translated. */
export function catalogFor(tag: string): PageCatalog {
  return tag === "ar-XB" ? pseudo() : pageWords;
}

function pseudo(): PageCatalog {
  const entries = Object.entries(pageWords).map(([key, message]) => [key, pseudoMessage(message)] as const);
  return { ...pageWords, ...Object.fromEntries(entries) };
}
