import { useI18n } from "../shared/i18n-context.ts";
import { session } from "../shared/session.ts";
import { startSession } from "../shared/start-session.ts";
import { SiteHeader } from "../shared/ui/site-header.tsx";
import { TroubleNote } from "../shared/ui/trouble-note.tsx";
import { UpdatePrompt } from "../shared/ui/update-prompt.tsx";
import { useSession } from "../shared/use-session.ts";
import { TeamViews } from "./team-views.tsx";

export function TeamPage() {
  const { t } = useI18n();
  const { tag } = useSession("team");
  return (
    <>
      <SiteHeader>
        <a class="site-header__link site-header__link--kept" href="/account/">
          {t("team.account")}
        </a>
      </SiteHeader>
      <main id="main" class="team" tabIndex={-1} data-session={tag}>
        <h1>{t("team.headline")}</h1>
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
      return <p role="status">{t("team.starting")}</p>;
    case "unknown":
      return (
        <>
          <TroubleNote trouble={value.why} />
          <button type="button" class="button" onClick={() => void startSession()}>
            {t("team.retry")}
          </button>
        </>
      );
    case "signed-in":
      return <TeamViews person={value.person} />;
  }
}
