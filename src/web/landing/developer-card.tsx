import { useI18n } from "../shared/i18n-context.ts";
import { Icon } from "../shared/ui/icon.tsx";

const OPENAPI = "/api/openapi.json";

export function DeveloperCard() {
  const { t } = useI18n();
  return (
    <article class="card card--developer" aria-labelledby="developer">
      <span class="card__icon">
        <Icon name="developer" />
      </span>
      <h3 id="developer">{t("developer.name")}</h3>
      <p class="card__text">{t("developer.text")}</p>
      {/* tabIndex: a box that scrolls has to be reachable without a mouse. */}
      <pre class="snippet" tabIndex={0}>
        <code>{`curl ${location.origin}/health\ncurl ${location.origin}${OPENAPI}`}</code>
      </pre>
      <div class="actions">
        <a class="button" href="/api/docs">
          {t("developer.docs")}
        </a>
        <a class="button" href={OPENAPI}>
          {t("developer.openApi")}
        </a>
      </div>
    </article>
  );
}
