import type { HelpScreen } from "../../domain/help-page/help-screen.ts";
import type { SosGlimpse } from "../../protocol/api/sos-links.ts";
import { elementOf, paintTexts } from "../shared/served-page.ts";

/** Shows a screen on the page that was served. */
export function paintHelp({ title, texts, mapUrl }: HelpScreen, { state, isAcknowledged }: SosGlimpse): void {
  if (document.title !== title) document.title = title;
  paintTexts(texts);
  elementOf("map-link").setAttribute("href", mapUrl ?? "");
  elementOf("main").toggleAttribute("data-calm", isAcknowledged || state === "over");
}
