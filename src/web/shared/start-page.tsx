import type { ComponentType } from "preact";
import { render } from "preact";
import { watchForUpdates } from "./app-update.ts";
import { I18nProvider } from "./i18n-context.ts";
import type { MessageKey } from "./i18n.ts";
import { loadI18n } from "./i18n.ts";

type TitleKey = Extract<MessageKey, `${string}.title`>;

/** Renders a page in the language of its <html lang>, which the Worker has chosen from what the browser asks for. */
export async function startPage(Page: ComponentType, title: TitleKey): Promise<void> {
  const root = document.getElementById("app");
  if (!root) throw new Error("The page shell has no #app");
  const i18n = await loadI18n(document.documentElement.lang);
  document.title = i18n.t(title);
  render(
    <I18nProvider value={i18n}>
      <Page />
    </I18nProvider>,
    root,
  );
  document.documentElement.dataset["page"] = "ready";
  // Absent on plain http and in some private windows; the Vite dev server has no worker to offer.
  if (import.meta.env.PROD && "serviceWorker" in navigator) await watchForUpdates(navigator.serviceWorker);
}
