import { mayDispatch } from "../shared/dispatch-rights.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { session } from "../shared/session.ts";
import { startSession } from "../shared/start-session.ts";
import { SiteHeader } from "../shared/ui/site-header.tsx";
import { TroubleNote } from "../shared/ui/trouble-note.tsx";
import { UpdatePrompt } from "../shared/ui/update-prompt.tsx";
import { useSession } from "../shared/use-session.ts";
import { RegionDesk } from "./region-desk.tsx";

export function DispatchPage() {
  const { t } = useI18n();
  const { tag } = useSession("dispatch");
  return (
    <>
      <SiteHeader wide>
        <a class="site-header__link site-header__link--kept" href="/account/">
          {t("dispatch.account")}
        </a>
      </SiteHeader>
      <main id="main" class="dispatch" tabIndex={-1} data-session={tag}>
        <h1 class="visually-hidden">{t("dispatch.headline")}</h1>
        <Content />
      </main>
      <UpdatePrompt />
    </>
  );
}

function Content() {
  const { t } = useI18n();
  const { value } = session;
  switch (value.tag) {
    case "signed-out":
    case "starting":
      return (
        <p class="dispatch__note" role="status">
          {t("dispatch.starting")}
        </p>
      );
    case "unknown":
      return (
        <div class="dispatch__note">
          <TroubleNote trouble={value.why} />
          <button type="button" class="button" onClick={() => void startSession()}>
            {t("dispatch.retry")}
          </button>
        </div>
      );
    case "signed-in":
      if (!mayDispatch(value.person.role)) return <p class="dispatch__note">{t("dispatch.refused")}</p>;
      return <RegionDesk />;
  }
}
