import { useSignal } from "@preact/signals";
import type { PersonRole } from "../../protocol/account.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { onSubmit } from "../shared/on-submit.ts";
import type { SignIn } from "./sign-in.ts";
import { StageHeading } from "./stage-heading.tsx";
import { TroubleNote } from "../shared/ui/trouble-note.tsx";

const CHANNELS = ["email", "sms"] as const;
const FIELD = {
  email: { type: "email", autocomplete: "email" },
  sms: { type: "tel", autocomplete: "tel" },
} as const;

type Props = {
  readonly signIn: SignIn;
  readonly ended: boolean;
  readonly invitedAs: PersonRole | null;
};

export function LoginForm({ signIn, ended, invitedAs }: Props) {
  const { t } = useI18n();
  const channel = useSignal<(typeof CHANNELS)[number]>(invitedAs === "driver" ? "sms" : "email");
  const to = useSignal("");
  const { busy, trouble } = signIn.asking;
  return (
    <section class="sheet" aria-labelledby="sign-in" data-stage="login">
      <StageHeading id="sign-in">{t("login.headline")}</StageHeading>
      {invitedAs !== null && <p>{t(invitedAs === "driver" ? "login.invitedSms" : "login.invitedEmail")}</p>}
      {ended && invitedAs === null && <p>{t("login.ended")}</p>}
      <form class="stack" onSubmit={onSubmit(() => signIn.sendCode({ channel: channel.value, to: to.value.trim() }))}>
        <fieldset class="segments">
          <legend class="visually-hidden">{t("login.channel")}</legend>
          {CHANNELS.map((choice) => (
            <label class="segment segment--word" key={choice}>
              <input
                type="radio"
                name="channel"
                checked={channel.value === choice}
                onChange={() => {
                  channel.value = choice;
                  to.value = "";
                }}
              />
              <span>{t(`login.${choice}`)}</span>
            </label>
          ))}
        </fieldset>
        <div class="field">
          <label for="to">{t(`login.${channel.value}Label`)}</label>
          <input
            id="to"
            class="input"
            {...FIELD[channel.value]}
            dir="ltr"
            required
            aria-describedby="to-hint trouble"
            value={to.value}
            onInput={(event) => {
              to.value = event.currentTarget.value;
            }}
          />
          <p id="to-hint" class="hint">
            {t(`login.${channel.value}Hint`)}
          </p>
        </div>
        <TroubleNote id="trouble" trouble={trouble.value} />
        <button type="submit" class="button button--main" aria-disabled={busy.value}>
          {t("login.sendCode")}
        </button>
      </form>
      <div class="or">{t("login.or")}</div>
      <button type="button" class="button" aria-disabled={busy.value} onClick={() => void signIn.usePasskey()}>
        {t("login.passkey")}
      </button>
    </section>
  );
}
