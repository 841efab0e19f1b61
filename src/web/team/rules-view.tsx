import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Settings } from "../../protocol/api/settings.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { onSubmit } from "../shared/on-submit.ts";
import { TroubleNote } from "../shared/ui/trouble-note.tsx";
import { chosenRules, type RulesDraft, rulesDraftOf } from "./rules-draft.ts";
import { RulesFields } from "./rules-fields.tsx";
import { createAsking } from "./team-asking.ts";

const ID = "rules";
const OWN_WORDS = { "version-conflict": "rules.conflict" } as const;

/** What the tenant's administrators decide for all of its work. */
export function RulesView() {
  const { t } = useI18n();
  const heading = useRef<HTMLHeadingElement>(null);
  const { asking, draft, said, look, save } = useRules();
  const { busy, trouble } = asking;
  const isOvertaken = trouble.value?.code === "version-conflict";
  const lookAgain = async () => {
    await look();
    // The button that was pressed has gone.
    heading.current?.focus();
  };
  return (
    <section class="sheet" aria-labelledby={ID} data-loaded={draft.value !== null && !busy.value}>
      <h2 id={ID} ref={heading} tabIndex={-1}>
        {t("team.rules")}
      </h2>
      <p>{t("rules.what")}</p>
      {draft.value === null && busy.value && <p role="status">{t("team.loading")}</p>}
      <form class="stack" aria-labelledby={ID} onSubmit={onSubmit(save)}>
        {draft.value && (
          <RulesFields
            draft={draft.value}
            onDraft={(changed) => {
              draft.value = changed;
              said.value = "";
            }}
          />
        )}
        <TroubleNote trouble={trouble.value} own={OWN_WORDS} />
        <p class="said" role="status">
          {said.value}
        </p>
        <div class="actions">
          {isOvertaken || draft.value === null ? (
            <button type="button" class="button" aria-disabled={busy.value} onClick={() => void lookAgain()}>
              {t("team.lookAgain")}
            </button>
          ) : (
            <button type="submit" class="button button--main" aria-disabled={busy.value}>
              {t("rules.save")}
            </button>
          )}
        </div>
      </form>
    </section>
  );
}

function useRules() {
  const { t } = useI18n();
  const asking = useMemo(createAsking, []);
  const version = useSignal(0);
  const draft = useSignal<RulesDraft | null>(null);
  /** What was last done, in words. */
  const said = useSignal("");
  const take = (settings: Settings) => {
    version.value = settings.version;
    draft.value = rulesDraftOf(settings);
  };
  const look = async () => {
    const found = await asking.ask((api) => api.rules());
    if (found) take(found);
  };
  const save = async () => {
    const { value } = draft;
    if (value === null) return;
    said.value = "";
    const saved = await asking.ask((api) => api.saveRules(version.value, chosenRules(value)));
    if (!saved) return;
    take(saved);
    said.value = t("rules.saved");
  };
  useEffect(() => void look(), []);
  return { asking, draft, said, look, save };
}
