import { useI18n } from "../shared/i18n-context.ts";
import { Icon } from "../shared/ui/icon.tsx";
import { Picture } from "./picture.tsx";

export function Hero() {
  const { t } = useI18n();
  return (
    <section class="hero" aria-labelledby="headline">
      <div class="hero__words">
        <h1 id="headline">{t("landing.headline")}</h1>
        <p class="hero__lead">{t("landing.lead")}</p>
        <div class="actions">
          <a class="button button--main" href="/api/docs">
            {t("landing.readApi")}
            <span class="follow">
              <Icon name="arrow" size={18} />
            </span>
          </a>
          <a class="button" href="/api/openapi.json">
            {t("landing.openApi")}
          </a>
        </div>
      </div>
      <Picture />
    </section>
  );
}
