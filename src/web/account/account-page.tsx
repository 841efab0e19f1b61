import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { PersonRole } from "../../protocol/account.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { pathAfterSignIn } from "../shared/return-path.ts";
import { session } from "../shared/session.ts";
import { startSession } from "../shared/start-session.ts";
import { SiteHeader } from "../shared/ui/site-header.tsx";
import { TroubleNote } from "../shared/ui/trouble-note.tsx";
import { UpdatePrompt } from "../shared/ui/update-prompt.tsx";
import { invitationToken } from "./invitation-link.ts";
import { InvitationView } from "./invitation-view.tsx";
import { SignInView } from "./sign-in-view.tsx";
import { SignedInView } from "./signed-in-view.tsx";
import { StageHeadings } from "./stage-heading.tsx";

export function AccountPage() {
  const anyStepShown = useRef(false);
  const accepted = useSignal<PersonRole | null>(null);
  useEffect(() => void startSession(), []);
  useEffect(goOnWhenSignedIn, [session.value.tag]);
  const token = invitationToken.value;
  const putAside = () => {
    invitationToken.value = null;
  };
  return (
    <>
      <SiteHeader />
      <main id="main" class="account" tabIndex={-1} data-session={session.value.tag}>
        <StageHeadings value={anyStepShown}>
          {token === null ? (
            <Content invitedAs={accepted.value} />
          ) : (
            <InvitationView
              key={token}
              token={token}
              onAccepted={(role) => {
                accepted.value = role;
                putAside();
              }}
              onLater={putAside}
            />
          )}
        </StageHeadings>
      </main>
      <UpdatePrompt />
    </>
  );
}

/** Back to the page that sent the reader here. An invitation that came with it is looked at first. */
function goOnWhenSignedIn(): void {
  const path = pathAfterSignIn(location);
  if (path !== null && session.value.tag === "signed-in" && invitationToken.value === null) location.replace(path);
}

function Content({ invitedAs }: { readonly invitedAs: PersonRole | null }) {
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
      return <SignInView ended={value.ended} invitedAs={invitedAs} />;
    case "signed-in":
      return <SignedInView person={value.person} acceptedForOther={invitedAs !== null} />;
  }
}
