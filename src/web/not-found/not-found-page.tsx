import { useI18n } from "../shared/i18n-context.ts";
import { SiteHeader } from "../shared/ui/site-header.tsx";

export function NotFoundPage() {
  const { t } = useI18n();
  return (
    <>
      <SiteHeader />
      <main id="main" class="lost" tabIndex={-1}>
        <svg class="lost__door" viewBox="0 0 160 160" aria-hidden="true">
          <path class="lost__ground" d="M8 146h144" />
          <path class="lost__frame" d="M46 146V62a34 34 0 0 1 68 0v84z" />
          <circle class="lost__knob" cx="100" cy="104" r="5" />
        </svg>
        <h1>{t("notFound.headline")}</h1>
        <p>{t("notFound.text")}</p>
        <a class="button button--main" href="/">
          {t("notFound.home")}
        </a>
      </main>
    </>
  );
}
