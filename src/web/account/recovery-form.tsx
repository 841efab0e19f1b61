import { useSignal } from "@preact/signals";
import { useI18n } from "../shared/i18n-context.ts";
import { onSubmit } from "../shared/on-submit.ts";
import type { SignIn } from "./sign-in.ts";

/** As shown, 16 characters in four groups; the server reads it without the hyphens too. */
const MIN_CHARACTERS = 16;
const MAX_CHARACTERS = 24;

export function RecoveryForm({ signIn, ticket }: { readonly signIn: SignIn; readonly ticket: string }) {
  const { t } = useI18n();
  const code = useSignal("");
  const { busy, trouble } = signIn.asking;
  return (
    <form class="stack" onSubmit={onSubmit(() => signIn.enterRecovery(ticket, code.value.trim()))}>
      <div class="field">
        <label for="recovery-code">{t("recovery.label")}</label>
        <input
          id="recovery-code"
          class="input input--code"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          minLength={MIN_CHARACTERS}
          maxLength={MAX_CHARACTERS}
          required
          aria-invalid={trouble.value !== null}
          aria-describedby="trouble"
          value={code.value}
          onInput={(event) => {
            code.value = event.currentTarget.value;
          }}
        />
      </div>
      <button type="submit" class="button button--main" aria-disabled={busy.value}>
        {t("factor.submit")}
      </button>
    </form>
  );
}
