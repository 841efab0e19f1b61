import { signal } from "@preact/signals";

export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const root = document.documentElement;

function chosen(): Theme {
  return THEMES.find((theme) => theme === root.dataset["theme"]) ?? "auto";
}

/** The theme that <html data-theme> names, whoever set it: this page, another tab or the early script. */
export const theme = signal<Theme>(chosen());

new MutationObserver(() => {
  theme.value = chosen();
}).observe(root, { attributeFilter: ["data-theme"] });

export function chooseTheme(choice: Theme): void {
  root.dataset["theme"] = choice;
}
