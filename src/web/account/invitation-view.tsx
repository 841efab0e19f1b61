import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { PersonRole } from "../../protocol/account.ts";
import type { InvitationOffer } from "../../protocol/api/invitations.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { TroubleNote } from "../shared/ui/trouble-note.tsx";
import { createAsking } from "./asking.ts";
import { StageHeading } from "./stage-heading.tsx";

const OWN_WORDS = { "not-found": "invitation.gone", conflict: "invitation.known" } as const;

type Props = {
  readonly token: string;
  readonly onAccepted: (role: PersonRole) => void;
  /** The invitation stays open until its time is over. */
  readonly onLater: () => void;
};

/** Who invites to what, before anything is done about it. */
export function InvitationView({ token, onAccepted, onLater }: Props) {
  const { t, dateTime } = useI18n();
  const asking = useMemo(createAsking, []);
  const offer = useSignal<InvitationOffer | null>(null);
  const { busy, trouble } = asking;
  useEffect(() => {
    const read = async () => {
      offer.value = await asking.ask((api) => api.readOffer(token));
    };
    void read();
  }, [token, asking, offer]);
  const accept = async () => {
    const person = await asking.ask((api) => api.accept(token));
    if (person) onAccepted(person.role);
  };
  return (
    <section class="sheet" aria-labelledby="invited" data-stage="invitation">
      <StageHeading id="invited">{t("invitation.headline")}</StageHeading>
      {offer.value ? (
        <>
          <p>
            {t("invitation.offer", {
              name: offer.value.name,
              tenant: offer.value.tenantName,
              role: t(`${offer.value.role}.name`),
            })}
          </p>
          <p class="hint">{t("invitation.until", { time: dateTime(offer.value.expiresAt) })}</p>
        </>
      ) : (
        <p role="status">{busy.value ? t("invitation.reading") : ""}</p>
      )}
      <TroubleNote trouble={trouble.value} own={OWN_WORDS} />
      <div class="actions">
        {offer.value && (
          <button type="button" class="button button--main" aria-disabled={busy.value} onClick={() => void accept()}>
            {t("invitation.accept")}
          </button>
        )}
        {(offer.value || trouble.value) && (
          <button type="button" class="button" onClick={onLater}>
            {t(offer.value ? "invitation.later" : "landing.signIn")}
          </button>
        )}
      </div>
    </section>
  );
}
