const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** What XML 1.0 cannot hold in any form: most control characters, halves of pairs, and two that are no characters. */
const IMPOSSIBLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const REPLACEMENT = "\u{FFFD}";

/** A text for between two tags or for an attribute. */
export function xmlText(text: string): string {
  return text.replaceAll(IMPOSSIBLE, REPLACEMENT).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
