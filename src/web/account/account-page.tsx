import { useEffect, useRef } from "preact/hooks";
import { useI18n } from "../shared/i18n-context.ts";
import { session } from "../shared/session.ts";
import { startSession } from "../shared/start-session.ts";
import { SiteHeader } from "../shared/ui/site-header.tsx";
import { UpdatePrompt } from "../shared/ui/update-prompt.tsx";
import { SignInView } from "./sign-in-view.tsx";
import { SignedInView } from "./signed-in-view.tsx";
import { StageHeadings } from "./stage-heading.tsx";
import { TroubleNote } from "./trouble-note.tsx";

export function AccountPage() {
  const anyStepShown = useRef(false);
  useEffect(() => void startSession(), []);
  return (
    <>
      <SiteHeader />
      <main id="main" class="account" tabIndex={-1} data-session={session.value.tag}>
        <StageHeadings value={anyStepShown}>
          <Content />
        </StageHeadings>
      </main>
      <UpdatePrompt />
    </>
  );
}

function Content() {
  const { t } = useI18n();
  const { value } = session;
  switch (value.tag) {
    case "starting":
      return <p role="status">{t("account.starting")}</p>;
    case "unknown":
      return (
        <>
          <TroubleNote trouble={value.why} />
          <button type="button" class="button" onClick={() => void startSession()}>
            {t("account.retry")}
          </button>
        </>
      );
    case "signed-out":
      return <SignInView ended={value.ended} />;
    case "signed-in":
      return <SignedInView person={value.person} />;
  }
}
