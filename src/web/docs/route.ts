import { signal } from "@preact/signals";

const PREFIX = "#/";

function fromAddress(): string | null {
  const id = location.hash.startsWith(PREFIX) ? decodeURIComponent(location.hash.slice(PREFIX.length)) : "";
  return id === "" ? null : id;
}

/** The operation that the address names, or null for the overview. */
export const chosenOperation = signal<string | null>(fromAddress());

addEventListener("hashchange", () => {
  // "#main" is the skip link: it moves the focus, not the reader's choice.
  if (location.hash === "" || location.hash.startsWith(PREFIX)) chosenOperation.value = fromAddress();
});

export function operationLink(id: string): string {
  return PREFIX + encodeURIComponent(id);
}

export const OVERVIEW_LINK = PREFIX;
