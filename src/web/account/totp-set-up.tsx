import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { SignedIn } from "../../protocol/api/auth.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { CopyButton } from "../shared/ui/copy-button.tsx";
import type { Who } from "./account-api.ts";
import type { Asking } from "./asking.ts";
import { DigitsField } from "./digits-field.tsx";
import { onSubmit } from "../shared/on-submit.ts";
import { TroubleNote } from "../shared/ui/trouble-note.tsx";

type Props = {
  readonly who: Who;
  readonly asking: Asking;
  readonly onDone: (done: {
    readonly recoveryCodes: readonly string[];
    readonly signedIn?: SignedIn | undefined;
  }) => void;
};

/** The secret as a link for an app on this device and as text for one on another. */
export function TotpSetUp({ who, asking, onDone }: Props) {
  const { t } = useI18n();
  const made = useSignal<{ readonly secret: string; readonly uri: string } | null>(null);
  const code = useSignal("");
  const { ticket } = who;
  useEffect(() => {
    const start = async () => {
      made.value = await asking.ask((api) => api.newTotp(ticket === undefined ? {} : { ticket }));
    };
    void start();
  }, [ticket, asking, made]);
  const confirm = async () => {
    const done = await asking.ask((api) => api.keepTotp(who, code.value));
    if (done) onDone(done);
  };
  const trouble = <TroubleNote id="trouble" trouble={asking.trouble.value} />;
  if (!made.value) return trouble;
  const { secret, uri } = made.value;
  return (
    <form class="stack" onSubmit={onSubmit(confirm)}>
      <p>{t("totp.what")}</p>
      <p id="secret" class="label">
        {t("totp.secret")}
      </p>
      <div class="secret">
        <code aria-labelledby="secret">{inGroups(secret)}</code>
        <CopyButton text={secret} />
      </div>
      <a class="button" href={uri}>
        {t("totp.open")}
      </a>
      <DigitsField label={t("totp.label")} code={code} asking={asking} focus={false} />
      {trouble}
      <button type="submit" class="button button--main" aria-disabled={asking.busy.value}>
        {t("totp.confirm")}
      </button>
    </form>
  );
}

/** Four letters are as many as one keeps in mind while typing them elsewhere. */
function inGroups(secret: string): string {
  return secret.replaceAll(/(.{4})(?=.)/g, "$1 ");
}
