import { useSignal } from "@preact/signals";
import { useI18n } from "../shared/i18n-context.ts";
import { DigitsField } from "./digits-field.tsx";
import { onSubmit } from "../shared/on-submit.ts";
import { RecoveryForm } from "./recovery-form.tsx";
import type { SignIn, Stage } from "./sign-in.ts";
import { StageHeading } from "./stage-heading.tsx";
import { TroubleNote } from "../shared/ui/trouble-note.tsx";

type Props = { readonly signIn: SignIn; readonly stage: Extract<Stage, { tag: "second-factor" }> };

/** The first of the account's own methods; the others are one press away. */
export function SecondFactor({ signIn, stage }: Props) {
  const { t } = useI18n();
  const { ticket, methods } = stage;
  const chosen = useSignal(methods[0]);
  const { asking } = signIn;
  const method = chosen.value;
  return (
    <section class="sheet" aria-labelledby="prove" data-stage="second-factor">
      <StageHeading id="prove">{t("factor.headline")}</StageHeading>
      {method && <p>{t(`factor.${method}`)}</p>}
      {method === "totp" && <TotpForm signIn={signIn} ticket={ticket} />}
      {method === "recovery" && <RecoveryForm signIn={signIn} ticket={ticket} />}
      {method === "passkey" && (
        <button
          type="button"
          class="button button--main"
          aria-disabled={asking.busy.value}
          onClick={() => void signIn.usePasskey(ticket)}
        >
          {t("factor.passkeySubmit")}
        </button>
      )}
      <TroubleNote id="trouble" trouble={asking.trouble.value} />
      <div class="actions">
        {methods
          .filter((other) => other !== method)
          .map((other) => (
            <button
              type="button"
              class="button"
              key={other}
              onClick={() => {
                asking.trouble.value = null;
                chosen.value = other;
              }}
            >
              {t(`factor.${other}Other`)}
            </button>
          ))}
        <button type="button" class="button" onClick={signIn.startAgain}>
          {t("factor.startAgain")}
        </button>
      </div>
    </section>
  );
}

function TotpForm({ signIn, ticket }: { readonly signIn: SignIn; readonly ticket: string }) {
  const { t } = useI18n();
  const code = useSignal("");
  return (
    <form class="stack" onSubmit={onSubmit(() => signIn.enterTotp(ticket, code.value))}>
      <DigitsField label={t("totp.label")} code={code} asking={signIn.asking} focus />
      <button type="submit" class="button button--main" aria-disabled={signIn.asking.busy.value}>
        {t("factor.submit")}
      </button>
    </form>
  );
}
