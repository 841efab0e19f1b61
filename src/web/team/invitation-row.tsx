import type { Invitation } from "../../protocol/api/invitations.ts";
import { useI18n } from "../shared/i18n-context.ts";
import type { I18n } from "../shared/i18n.ts";
import { StateLabel } from "../shared/ui/state-label.tsx";
import { sameAgain } from "./access-draft.ts";
import type { Deed, Doing } from "./deed.ts";
import type { RegionNames } from "./region-names.ts";

const STATE = { open: "warn", accepted: "ok", revoked: "quiet", expired: "quiet" } as const;

type Props = {
  readonly invitation: Invitation;
  readonly names: RegionNames;
  readonly doing: Doing<Invitation>;
};

export function InvitationRow({ invitation, names, doing }: Props) {
  const i18n = useI18n();
  const { t } = i18n;
  const { name, contact, status } = invitation;
  return (
    <li class="row">
      <div>
        <p class="row__name">{name}</p>
        <p class="hint">
          <span dir="ltr">{contact}</span>
        </p>
        <p class="hint">{facts(invitation, names, i18n)}</p>
      </div>
      <div class="row__actions">
        <StateLabel kind={STATE[status]} text={t(`invite.${status}.state`)} />
        {(status === "open" || status === "expired") && (
          <button
            type="button"
            class="button"
            aria-label={t("invite.againNamed", { name })}
            aria-disabled={doing.busy}
            onClick={() => doing.start(sendingAgain(invitation, i18n))}
          >
            {t("invite.again")}
          </button>
        )}
        {status === "open" && (
          <button
            type="button"
            class="button"
            aria-label={t("invite.revokeNamed", { name })}
            aria-haspopup="dialog"
            onClick={() => doing.start(takingBack(invitation, i18n))}
          >
            {t("invite.revoke")}
          </button>
        )}
      </div>
    </li>
  );
}

function facts(invitation: Invitation, names: RegionNames, { t, ago, list }: I18n): string {
  const { role, storeCode, regionIds, homeRegionId, createdAt } = invitation;
  const now = Date.now();
  return [
    t(`${role}.name`),
    ...(regionIds === null ? [] : [t("people.ofRegions", { regions: list(regionIds.map(names.nameOf)) })]),
    ...(storeCode === null ? [] : [t("people.ofStore", { store: storeCode })]),
    ...(homeRegionId === null ? [] : [t("people.atHome", { region: names.nameOf(homeRegionId) })]),
    t("invite.sent", { ago: ago(Math.min(createdAt, now), now) }),
  ].join(" · ");
}

function sendingAgain(invitation: Invitation, { t }: I18n): Deed<Invitation> {
  const { name } = invitation;
  return {
    act: (api) => api.sendInvitation(sameAgain(invitation)),
    done: t("invite.done", { name }),
    changesList: true,
  };
}

function takingBack({ id, name }: Invitation, { t }: I18n): Deed<Invitation> {
  return {
    act: (api) => api.takeBack(id),
    done: t("invite.revokeDone", { name }),
    first: {
      title: t("invite.revokeTitle", { name }),
      text: t("invite.revokeText"),
      action: t("invite.revoke"),
    },
  };
}
