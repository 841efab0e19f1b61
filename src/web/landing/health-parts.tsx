import type { HealthReport } from "../../protocol/api/health.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { StateLabel } from "../shared/ui/state-label.tsx";

const PARTS = ["database", "queue", "objects", "files"] as const;

/** The same rows with or without a report, so that nothing jumps when the answer comes. */
export function HealthParts({ parts }: { readonly parts: HealthReport["parts"] | null }) {
  const { t } = useI18n();
  return (
    <dl class="parts">
      {PARTS.map((name) => (
        <div class="parts__row" key={name}>
          <dt>{t(`health.part.${name}`)}</dt>
          <PartState part={parts?.[name] ?? null} />
        </div>
      ))}
    </dl>
  );
}

function PartState({ part }: { readonly part: HealthReport["parts"]["database"] | null }) {
  const { t } = useI18n();
  if (!part) {
    return (
      <>
        <dd>
          <StateLabel kind="quiet" text={t("health.part.unknown")} />
        </dd>
        <dd class="parts__latency">{t("health.noLatency")}</dd>
      </>
    );
  }
  return (
    <>
      <dd>
        <StateLabel kind={part.status === "ok" ? "ok" : "bad"} text={t(`health.part.${part.status}`)} />
        {part.code && <code class="parts__code">{part.code}</code>}
      </dd>
      <dd class="parts__latency number">{t("health.latency", { ms: Math.round(part.latencyMs) })}</dd>
    </>
  );
}
