import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { I18n } from "./i18n.ts";

const I18nContext = createContext<I18n | null>(null);

export const I18nProvider = I18nContext.Provider;

export function useI18n(): I18n {
  const i18n = useContext(I18nContext);
  if (!i18n) throw new Error("This view is outside I18nProvider");
  return i18n;
}
