import { useI18n } from "../shared/i18n-context.ts";
import { SiteHeader } from "../shared/ui/site-header.tsx";
import { UpdatePrompt } from "../shared/ui/update-prompt.tsx";
import { DeveloperCard } from "./developer-card.tsx";
import { HealthCard } from "./health-card.tsx";
import { Hero } from "./hero.tsx";
import { LiveTripSection } from "./live-trip-section.tsx";
import { SurfaceCard } from "./surface-card.tsx";

const SURFACES = ["driver", "dispatcher", "customer", "store", "admin"] as const;

export function LandingPage() {
  const { t } = useI18n();
  return (
    <>
      <SiteHeader>
        <a class="site-header__link" href="/api/docs">
          {t("landing.apiLink")}
        </a>
        <a class="site-header__link site-header__link--kept" href="/account/">
          {t("landing.signIn")}
        </a>
      </SiteHeader>
      <main id="main" class="page" tabIndex={-1}>
        <Hero />
        <LiveTripSection />
        <section class="section" aria-labelledby="build">
          <h2 id="build">{t("landing.build")}</h2>
          <div class="pair">
            <HealthCard />
            <DeveloperCard />
          </div>
        </section>
        <section class="section" aria-labelledby="surfaces">
          <h2 id="surfaces">{t("landing.surfaces")}</h2>
          <p class="section__lead">{t("landing.surfacesLead")}</p>
          <ul class="surfaces">
            {SURFACES.map((surface) => (
              <SurfaceCard key={surface} surface={surface} />
            ))}
          </ul>
        </section>
      </main>
      <UpdatePrompt />
    </>
  );
}
