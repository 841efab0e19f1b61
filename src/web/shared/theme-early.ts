// Runs as a classic script before the first paint, so it imports nothing.
// <html data-theme> is the choice; this file alone keeps it in step with storage and with other tabs.
const STORAGE_KEY = "doorstep.theme";
const root = document.documentElement;

function remembered(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    // Storage is blocked in this browser: the system's theme is the best that can be done.
    return null;
  }
}

function remember(choice: string): void {
  try {
    localStorage.setItem(STORAGE_KEY, choice);
  } catch {
    // Storage is blocked or full: the choice holds for this page only.
  }
}

function apply(choice: string | null): void {
  root.dataset["theme"] = choice === "light" || choice === "dark" ? choice : "auto";
}

apply(remembered());
new MutationObserver(() => remember(root.dataset["theme"] ?? "auto")).observe(root, {
  attributeFilter: ["data-theme"],
});
addEventListener("storage", (event) => {
  if (event.key === STORAGE_KEY) apply(event.newValue);
});
