import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Invitation } from "../../protocol/api/invitations.ts";
import { useI18n } from "../shared/i18n-context.ts";
import type { TeamRights } from "../shared/team-rights.ts";
import { InvitationRow } from "./invitation-row.tsx";
import { InviteForm } from "./invite-form.tsx";
import { ListSheet } from "./list-sheet.tsx";
import { OpenButton } from "./open-button.tsx";
import { createPagedList } from "./paged-list.ts";
import type { RegionNames } from "./region-names.ts";

const ID = "invitations";
const OWN_WORDS = { conflict: "invite.conflict" } as const;

export function InvitationsView({ rights, names }: { readonly rights: TeamRights; readonly names: RegionNames }) {
  const { t } = useI18n();
  const list = useMemo(() => createPagedList<Invitation>((api, after) => api.invitations(after)), []);
  const isOpen = useSignal(false);
  const invited = ({ name }: Invitation) => {
    isOpen.value = false;
    list.said.value = t("invite.done", { name });
    document.getElementById(ID)?.focus();
    // All of them: one that was open for the same address has ended with this one.
    void list.load();
  };
  return (
    <ListSheet
      id={ID}
      title={t("team.invitations")}
      list={list}
      empty={t("invite.none")}
      own={OWN_WORDS}
      row={(invitation, doing) => (
        <InvitationRow key={invitation.id} invitation={invitation} names={names} doing={doing} />
      )}
    >
      <OpenButton isOpen={isOpen} text={t("invite.open")} />
      {isOpen.value && <InviteForm everybody={rights.invitesEverybody} names={names} onInvited={invited} />}
    </ListSheet>
  );
}
