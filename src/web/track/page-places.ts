import type { Screen } from "../../domain/customer-page/screen.ts";

/** Writes a screen into the places that the Worker filled first. What stays the same is not touched. */
export function paint(screen: Screen): void {
  const main = elementOf("main");
  document.title = screen.title;
  setData(main, "tone", screen.tone);
  setData(main, "chapter", screen.chapter);
  setData(main, "freshness", screen.freshness ?? "none");
  paintTexts(screen.texts);
  for (const [element, step] of named("step")) setData(element, "state", screen.steps[Number(step)] ?? "todo");
  for (const [element, time] of named("time")) {
    const at = screen.times[time];
    if (at !== undefined) element.setAttribute("datetime", new Date(at).toISOString());
  }
}

function paintTexts(texts: Screen["texts"]): void {
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

function named(attribute: string): [HTMLElement, string][] {
  const elements = document.querySelectorAll<HTMLElement>(`[data-${attribute}]`);
  return Array.from(elements, (element) => [element, element.dataset[attribute] ?? ""]);
}

function setData(element: HTMLElement, name: string, value: string): void {
  if (element.dataset[name] !== value) element.dataset[name] = value;
}
