import { useI18n } from "../shared/i18n-context.ts";
import type { SignIn, Stage } from "./sign-in.ts";
import { StageHeading } from "./stage-heading.tsx";
import { TroubleNote } from "../shared/ui/trouble-note.tsx";

type Choices = Extract<Stage, { tag: "choose-account" }>["choices"];

export function AccountChoice({ signIn, choices }: { readonly signIn: SignIn; readonly choices: Choices }) {
  const { t } = useI18n();
  const { busy, trouble } = signIn.asking;
  return (
    <section class="sheet" aria-labelledby="choose" data-stage="choose-account">
      <StageHeading id="choose">{t("choice.headline")}</StageHeading>
      <ul class="stack">
        {choices.map(({ tenant, role, ticket }) => (
          <li key={ticket}>
            <button
              type="button"
              class="button choice"
              aria-disabled={busy.value}
              onClick={() => void signIn.choose(ticket)}
            >
              {tenant}
              <span class="hint">{t(`${role}.name`)}</span>
            </button>
          </li>
        ))}
      </ul>
      <TroubleNote trouble={trouble.value} />
    </section>
  );
}
