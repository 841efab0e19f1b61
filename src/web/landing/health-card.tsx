import { useEffect, useMemo } from "preact/hooks";
import { useI18n } from "../shared/i18n-context.ts";
import { Icon } from "../shared/ui/icon.tsx";
import { StateLabel } from "../shared/ui/state-label.tsx";
import type { StateKind } from "../shared/ui/state-label.tsx";
import { CheckedAt } from "./checked-at.tsx";
import { HealthParts } from "./health-parts.tsx";
import type { Health, HealthWatch } from "./health.ts";
import { TIMEOUT_MS, createHealthWatch } from "./health.ts";

type Summary = HealthWatch["summary"]["value"];

const KIND: Record<Summary, StateKind> = {
  checking: "quiet",
  ok: "ok",
  degraded: "warn",
  down: "bad",
  unreachable: "bad",
};

export function HealthCard() {
  const { t } = useI18n();
  const watch = useMemo(createHealthWatch, []);
  useEffect(() => watch.start(), [watch]);
  const { health, checkedAt, busy, summary } = watch;
  return (
    <article class="card card--health" aria-labelledby="health" data-health={summary.value}>
      <header class="card__head">
        <h3 id="health">{t("health.name")}</h3>
        {/* Stays focusable while busy: a button that goes away takes the keyboard's place with it. */}
        <button type="button" class="button" aria-disabled={busy.value} onClick={() => void watch.refresh()}>
          <Icon name="refresh" size={18} />
          <span class="button__text">{t("health.refresh")}</span>
        </button>
      </header>
      {/* Said aloud only when the state itself changes, never for a changed latency. */}
      <p class="health__summary" role="status">
        <StateLabel kind={KIND[summary.value]} text={t(`health.${summary.value}`)} />
      </p>
      <Reason health={health.value} />
      <HealthParts parts={health.value.tag === "report" ? health.value.report.parts : null} />
      <p class="card__note">
        {health.value.tag === "report" && <span>{t("health.version", { version: health.value.report.version })}</span>}
        {checkedAt.value !== null && <CheckedAt time={checkedAt.value} />}
      </p>
    </article>
  );
}

function Reason({ health }: { readonly health: Health }) {
  const { t } = useI18n();
  if (health.tag !== "unreachable") return null;
  const { failure } = health;
  const text = failure === "timeout" ? t("health.timeout", { seconds: TIMEOUT_MS / 1000 }) : t(`health.${failure}`);
  return <p class="card__text">{text}</p>;
}
