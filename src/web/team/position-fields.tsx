import { useI18n } from "../shared/i18n-context.ts";
import { NumberField } from "./number-field.tsx";
import type { RulesDraft } from "./rules-draft.ts";

/** The ends that the server keeps. */
const CHUNK_FIXES = { min: 1, max: 200 };
const CHUNK_SECONDS = { min: 1, max: 300 };

type Props = { readonly draft: RulesDraft; readonly onChange: (changed: Partial<RulesDraft>) => void };

/** How positions are kept. */
export function PositionFields({ draft, onChange }: Props) {
  const { t } = useI18n();
  return (
    <fieldset class="group">
      <legend>{t("rules.positions")}</legend>
      <div class="fields">
        <NumberField
          {...CHUNK_FIXES}
          id="chunk-fixes"
          label={t("rules.chunkFixes")}
          required
          value={draft.chunkFixes}
          onText={(chunkFixes) => onChange({ chunkFixes })}
        />
        <NumberField
          {...CHUNK_SECONDS}
          id="chunk-seconds"
          label={t("rules.chunkSeconds")}
          required
          value={draft.chunkSeconds}
          onText={(chunkSeconds) => onChange({ chunkSeconds })}
        />
      </div>
      <p class="hint">{t("rules.chunkHint")}</p>
      <label class="check">
        <input
          type="checkbox"
          checked={draft.showMock}
          onChange={(event) => onChange({ showMock: event.currentTarget.checked })}
        />
        {t("rules.showMock")}
      </label>
    </fieldset>
  );
}
