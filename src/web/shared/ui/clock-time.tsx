import { useMemo } from "preact/hooks";
import { useI18n } from "../i18n-context.ts";

/** A time of day as the reader's clock shows it. */
export function ClockTime({ at, seconds = false }: { readonly at: number; readonly seconds?: boolean }) {
  const { locale } = useI18n();
  const format = useMemo(
    () => new Intl.DateTimeFormat(locale, { timeStyle: seconds ? "medium" : "short" }),
    [locale, seconds],
  );
  return <time dateTime={new Date(at).toISOString()}>{format.format(at)}</time>;
}
