import { useI18n } from "../shared/i18n-context.ts";
import { CheckList } from "./check-list.tsx";
import { NumberField } from "./number-field.tsx";
import { DOCUMENT_KINDS, PROOF_KINDS, type RulesDraft } from "./rules-draft.ts";
import { VisibilityFields } from "./visibility-fields.tsx";

/** The ends that the server keeps. */
const CHUNK_FIXES = { min: 1, max: 200 };
const CHUNK_SECONDS = { min: 1, max: 300 };

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
          value={draft.contacts}
          onInput={(event) => change({ contacts: event.currentTarget.value })}
        />
        <p id="contacts-hint" class="hint">
          {t("rules.contactsHint")}
        </p>
      </div>
      <fieldset class="group">
        <legend>{t("rules.positions")}</legend>
        <div class="fields">
          <NumberField
            {...CHUNK_FIXES}
            id="chunk-fixes"
            label={t("rules.chunkFixes")}
            required
            value={draft.chunkFixes}
            onText={(chunkFixes) => change({ chunkFixes })}
          />
          <NumberField
            {...CHUNK_SECONDS}
            id="chunk-seconds"
            label={t("rules.chunkSeconds")}
            required
            value={draft.chunkSeconds}
            onText={(chunkSeconds) => change({ chunkSeconds })}
          />
        </div>
        <p class="hint">{t("rules.chunkHint")}</p>
        <label class="check">
          <input
            type="checkbox"
            checked={draft.showMock}
            onChange={(event) => change({ showMock: event.currentTarget.checked })}
          />
          {t("rules.showMock")}
        </label>
      </fieldset>
    </>
  );
}
