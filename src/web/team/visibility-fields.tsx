import { useI18n } from "../shared/i18n-context.ts";
import { NumberField } from "./number-field.tsx";
import { MODES, type RulesDraft } from "./rules-draft.ts";

/** The ends that the server keeps. */
const STOPS = { min: 0, max: 10 };
const MINUTES = { min: 0, max: 240 };
const METRES = { min: 0, max: 100_000 };

type Props = { readonly draft: RulesDraft; readonly onChange: (changed: Partial<RulesDraft>) => void };

/** When a customer sees the driver. */
export function VisibilityFields({ draft, onChange }: Props) {
  const { t } = useI18n();
  return (
    <fieldset class="group">
      <legend>{t("rules.customers")}</legend>
      <div class="field">
        <label for="visibility">{t("rules.mode")}</label>
        <select
          id="visibility"
          class="input"
          value={draft.mode}
          onChange={(event) => {
            const { value } = event.currentTarget;
            const mode = MODES.find((known) => known === value);
            if (mode) onChange({ mode });
          }}
        >
          {MODES.map((mode) => (
            <option key={mode} value={mode}>
              {t(`rules.mode.${mode}`)}
            </option>
          ))}
        </select>
      </div>
      {draft.mode === "near" && (
        <>
          <div class="fields">
            <NumberField
              {...STOPS}
              id="stops-ahead"
              label={t("rules.stopsAhead")}
              required
              value={draft.stopsAhead}
              onText={(stopsAhead) => onChange({ stopsAhead })}
            />
            <NumberField
              {...MINUTES}
              id="minutes"
              label={t("rules.minutes")}
              value={draft.minutes}
              onText={(minutes) => onChange({ minutes })}
            />
            <NumberField
              {...METRES}
              id="metres"
              label={t("rules.metres")}
              value={draft.metres}
              onText={(metres) => onChange({ metres })}
            />
          </div>
          <p class="hint">{t("rules.nearHint")}</p>
        </>
      )}
    </fieldset>
  );
}
