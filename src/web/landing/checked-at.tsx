import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useI18n } from "../shared/i18n-context.ts";

/** Often enough for "10 seconds ago" to be true to the eye, seldom enough to cost nothing. */
const TICK_MS = 5000;

export function CheckedAt({ time }: { readonly time: number }) {
  const { t, ago, dateTime } = useI18n();
  const now = useSignal(time);
  useEffect(() => {
    const tick = () => {
      now.value = Date.now();
    };
    tick();
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  }, [time, now]);
  return (
    <time dateTime={new Date(time).toISOString()} title={dateTime(time)}>
      {t("health.checked", { ago: ago(time, Math.max(now.value, time)) })}
    </time>
  );
}
