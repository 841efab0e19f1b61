import { useSignal } from "@preact/signals";
import type { SignedIn } from "../../protocol/api/auth.ts";
import { useI18n } from "../shared/i18n-context.ts";
import type { Who } from "./account-api.ts";
import type { Asking } from "./asking.ts";
import { deviceName } from "./device-name.ts";
import { onSubmit } from "../shared/on-submit.ts";
import { TroubleNote } from "../shared/ui/trouble-note.tsx";

/** The longest name that the server takes. */
const NAME_MAX_CHARACTERS = 80;

type Props = {
  readonly who: Who;
  readonly asking: Asking;
  readonly onDone: (made: { readonly signedIn?: SignedIn | undefined }) => void;
};

export function PasskeySetUp({ who, asking, onDone }: Props) {
  const { t } = useI18n();
  const name = useSignal(deviceName(navigator.userAgent));
  const create = async () => {
    const made = await asking.askPasskey((passkeys) => passkeys.createPasskey(who, name.value.trim()));
    if (made) onDone(made);
  };
  return (
    <form class="stack" onSubmit={onSubmit(create)}>
      <p>{t("passkey.what")}</p>
      <div class="field">
        <label for="passkey-name">{t("passkey.name")}</label>
        <input
          id="passkey-name"
          class="input"
          autocomplete="off"
          maxLength={NAME_MAX_CHARACTERS}
          pattern=".*\S.*"
          required
          value={name.value}
          onInput={(event) => {
            name.value = event.currentTarget.value;
          }}
        />
      </div>
      <TroubleNote trouble={asking.trouble.value} />
      <button type="submit" class="button button--main" aria-disabled={asking.busy.value}>
        {t("passkey.create")}
      </button>
    </form>
  );
}
