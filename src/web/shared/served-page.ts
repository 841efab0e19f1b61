/** Writes texts into the places that the Worker filled first. What stays the same is not touched. */
export function paintTexts(texts: Readonly<Record<string, string>>): void {
  for (const [element, slot] of named("slot")) {
    const text = texts[slot] ?? "";
    if (element.textContent !== text) element.textContent = text;
    element.hidden = text === "";
  }
  for (const [element, slot] of named("if")) element.hidden = !texts[slot];
}

/** A part of the shell, which is ours: without it nothing here makes sense. */
export function elementOf(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page shell has no #${id}`);
  return element;
}

/** Elements that have this attribute, with what it says. */
export function named(attribute: string): [HTMLElement, string][] {
  const elements = document.querySelectorAll<HTMLElement>(`[data-${attribute}]`);
  return Array.from(elements, (element) => [element, element.dataset[attribute] ?? ""]);
}
