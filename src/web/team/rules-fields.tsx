import { useI18n } from "../shared/i18n-context.ts";
import { CheckList } from "./check-list.tsx";
import { PositionFields } from "./position-fields.tsx";
import { DOCUMENT_KINDS, PROOF_KINDS, type RulesDraft } from "./rules-draft.ts";
import { VisibilityFields } from "./visibility-fields.tsx";

type Props = { readonly draft: RulesDraft; readonly onDraft: (draft: RulesDraft) => void };

export function RulesFields({ draft, onDraft }: Props) {
  const { t } = useI18n();
  const change = (changed: Partial<RulesDraft>) => onDraft({ ...draft, ...changed });
  return (
    <>
      <VisibilityFields draft={draft} onChange={change} />
      <CheckList
        id="proofs"
        legend={t("rules.proofs")}
        hint={t("rules.proofsHint")}
        options={PROOF_KINDS.map((value) => ({ value, text: t(`rules.proof.${value}`) }))}
        chosen={draft.proofs}
        onChosen={(proofs) => change({ proofs })}
      />
      <CheckList
        id="papers"
        legend={t("rules.papers")}
        hint={t("rules.papersHint")}
        options={DOCUMENT_KINDS.map((value) => ({ value, text: t(`rules.paper.${value}`) }))}
        chosen={draft.documents}
        onChosen={(documents) => change({ documents })}
      />
      <div class="field">
        <label for="contacts">{t("rules.contacts")}</label>
        <textarea
          id="contacts"
          class="input"
          rows={3}
          aria-describedby="contacts-hint"
          // A browser shows the line that is written in, and no more of it.
          onFocus={(event) => event.currentTarget.scrollIntoView({ block: "nearest" })}
          value={draft.contacts}
          onInput={(event) => change({ contacts: event.currentTarget.value })}
        />
        <p id="contacts-hint" class="hint">
          {t("rules.contactsHint")}
        </p>
      </div>
      <PositionFields draft={draft} onChange={change} />
    </>
  );
}
