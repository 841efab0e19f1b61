import type { LiveDriver } from "../../protocol/live/dispatch-down.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { linkHealth, type ShownFix } from "./link-health.ts";

type Props = {
  readonly driver: LiveDriver;
  readonly fixes: readonly ShownFix[] | null;
  readonly now: number;
};

const SECOND_MS = 1_000;

/** How well the phone gets through. */
export function LinkHealthView({ driver, fixes, now }: Props) {
  const { t, ago } = useI18n();
  const { everyMs, delayMs, accuracyM, hidden, total } = linkHealth(fixes ?? []);
  const seconds = (ms: number | null) =>
    ms === null ? t("link.unknown") : t("link.seconds", { count: Math.round(ms / SECOND_MS) });
  return (
    <section aria-labelledby="link">
      <h3 id="link">{t("link.headline")}</h3>
      <dl class="facts">
        <dt>{t("link.heard")}</dt>
        <dd>{driver.lastSeenAt === null ? t("link.never") : ago(driver.lastSeenAt, now)}</dd>
        <dt>{t("link.every")}</dt>
        <dd>{seconds(everyMs)}</dd>
        <dt>{t("link.delay")}</dt>
        <dd>{seconds(delayMs)}</dd>
        <dt>{t("link.accuracy")}</dt>
        <dd>{accuracyM === null ? t("link.unknown") : t("link.metres", { metres: Math.round(accuracyM) })}</dd>
        <dt>{t("link.hidden")}</dt>
        <dd>{t("link.of", { hidden, total })}</dd>
      </dl>
    </section>
  );
}
