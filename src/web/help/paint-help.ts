import type { HelpScreen } from "../../domain/help-page/help-screen.ts";
import type { SosGlimpse } from "../../protocol/api/sos-links.ts";

/** Writes a screen into the places that the Worker filled first. What stays the same is not touched. */
export function paintHelp({ title, texts, mapUrl }: HelpScreen, { state, isAcknowledged }: SosGlimpse): void {
  if (document.title !== title) document.title = title;
  for (const element of document.querySelectorAll<HTMLElement>("[data-slot]")) {
    const text = texts[element.dataset["slot"] ?? ""] ?? "";
    if (element.textContent !== text) element.textContent = text;
    element.hidden = text === "";
  }
  for (const element of document.querySelectorAll<HTMLElement>("[data-if]"))
    element.hidden = !texts[element.dataset["if"] ?? ""];
  document.getElementById("map-link")?.setAttribute("href", mapUrl ?? "");
  document.getElementById("main")?.toggleAttribute("data-calm", isAcknowledged || state === "over");
}
