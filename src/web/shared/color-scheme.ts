export type ColorScheme = "light" | "dark";

const SYSTEM_IS_DARK = "(prefers-color-scheme: dark)";
const root = document.documentElement;

/** What the reader sees now: their own choice, or the system's. */
export function colorScheme(): ColorScheme {
  const { theme } = root.dataset;
  if (theme === "light" || theme === "dark") return theme;
  return matchMedia(SYSTEM_IS_DARK).matches ? "dark" : "light";
}

/** For what is drawn rather than styled. The answer ends it. */
export function watchColorScheme(onChange: (scheme: ColorScheme) => void): () => void {
  let shown = colorScheme();
  const look = (): void => {
    const next = colorScheme();
    if (next === shown) return;
    shown = next;
    onChange(next);
  };
  const system = matchMedia(SYSTEM_IS_DARK);
  const observer = new MutationObserver(look);
  observer.observe(root, { attributeFilter: ["data-theme"] });
  system.addEventListener("change", look);
  return () => {
    observer.disconnect();
    system.removeEventListener("change", look);
  };
}
