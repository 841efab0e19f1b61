import type { Screen } from "../../domain/customer-page/screen.ts";
import { elementOf, named, paintTexts } from "../shared/served-page.ts";

/** Shows a screen on the page that was served. */
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

function setData(element: HTMLElement, name: string, value: string): void {
  if (element.dataset[name] !== value) element.dataset[name] = value;
}
