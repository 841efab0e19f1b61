import type { Page } from "playwright-core";

export type PageProblems = { readonly seen: readonly string[] };

/** Console errors (which name every violation of the content security policy) and uncaught exceptions, as they come. */
export function watchProblems(page: Page): PageProblems {
  const seen: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") seen.push(`${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => seen.push(error.message));
  return { seen };
}
