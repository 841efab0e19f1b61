import { useSignal } from "@preact/signals";
import { useI18n } from "../shared/i18n-context.ts";
import { DigitsField } from "./digits-field.tsx";
import { onSubmit } from "../shared/on-submit.ts";
import { ResendButton } from "./resend-button.tsx";
import type { SignIn, Stage } from "./sign-in.ts";
import { TroubleNote } from "../shared/ui/trouble-note.tsx";

type Props = { readonly signIn: SignIn; readonly stage: Extract<Stage, { tag: "code" }> };

export function CodeForm({ signIn, stage }: Props) {
  const { t } = useI18n();
  const code = useSignal("");
  const { login, challengeId, resendAt } = stage;
  const { asking } = signIn;
  return (
    <section class="sheet" aria-labelledby="enter-code" data-stage="code">
      <h1 id="enter-code">{t("code.headline")}</h1>
      {/* The same words for every address: nobody learns here which ones are known. */}
      <p>{t(`code.${login.channel}Sent`, { to: login.to })}</p>
      <form class="stack" onSubmit={onSubmit(() => signIn.enterCode(login, challengeId, code.value))}>
        <DigitsField label={t("code.label")} code={code} asking={asking} focus />
        <TroubleNote id="trouble" trouble={asking.trouble.value} />
        <button type="submit" class="button button--main" aria-disabled={asking.busy.value}>
          {t("code.submit")}
        </button>
      </form>
      <div class="actions">
        <ResendButton resendAt={resendAt} busy={asking.busy.value} resend={() => signIn.sendCode(login)} />
        <button type="button" class="button" onClick={signIn.startAgain}>
          {t(`code.${login.channel}Other`)}
        </button>
      </div>
    </section>
  );
}
