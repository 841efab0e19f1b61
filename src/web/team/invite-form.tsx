import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Invitation } from "../../protocol/api/invitations.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { onSubmit } from "../shared/on-submit.ts";
import { TroubleNote } from "../shared/ui/trouble-note.tsx";
import { ALL_ROLES, NEW_DRIVER, newInvitation } from "./access-draft.ts";
import { AccessFields } from "./access-fields.tsx";
import type { RegionNames } from "./region-names.ts";
import { createAsking } from "./team-asking.ts";
import { TextField } from "./text-field.tsx";

const OWN_WORDS = { conflict: "invite.conflict", "invalid-request": "invite.invalid" } as const;
/** The longest that the server takes. */
const NAME_MAX_CHARACTERS = 100;
const CONTACT = {
  email: { type: "email", maxLength: 254 },
  phone: { type: "tel", maxLength: 32 },
} as const;

type Props = {
  /** Otherwise drivers alone. */
  readonly everybody: boolean;
  readonly names: RegionNames;
  readonly onInvited: (invitation: Invitation) => void;
};

export function InviteForm({ everybody, names, onInvited }: Props) {
  const { t } = useI18n();
  const asking = useMemo(createAsking, []);
  const draft = useSignal(NEW_DRIVER);
  const name = useSignal("");
  const contact = useSignal({ email: "", phone: "" });
  const channel = draft.value.role === "driver" ? "phone" : "email";
  const send = async () => {
    const who = { name: name.value.trim(), contact: contact.value[channel].trim() };
    const sent = await asking.ask((api) => api.sendInvitation(newInvitation(draft.value, who)));
    if (sent) onInvited(sent);
  };
  return (
    <form class="stack inset" aria-labelledby="invite" onSubmit={onSubmit(send)}>
      <h3 id="invite">{t("invite.headline")}</h3>
      <AccessFields draft={draft} roles={everybody ? ALL_ROLES : ["driver"]} names={names} />
      <TextField
        id="invite-name"
        label={t("invite.name")}
        maxLength={NAME_MAX_CHARACTERS}
        pattern=".*\S.*"
        required
        value={name.value}
        onText={(text) => {
          name.value = text;
        }}
      />
      <TextField
        key={channel}
        id="invite-contact"
        label={t(`invite.${channel}`)}
        {...(channel === "phone" && { hint: t("invite.phoneHint") })}
        {...CONTACT[channel]}
        dir="ltr"
        required
        value={contact.value[channel]}
        onText={(text) => {
          contact.value = { ...contact.value, [channel]: text };
        }}
      />
      <TroubleNote trouble={asking.trouble.value} own={OWN_WORDS} />
      <button type="submit" class="button button--main" aria-disabled={asking.busy.value}>
        {t("invite.submit")}
      </button>
    </form>
  );
}
