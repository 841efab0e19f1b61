import type { Signal } from "@preact/signals";
import { useI18n } from "../shared/i18n-context.ts";

const KINDS = ["users", "drivers"] as const;

export function KindChoice({ kind }: { readonly kind: Signal<(typeof KINDS)[number]> }) {
  const { t } = useI18n();
  return (
    <fieldset class="segments">
      <legend class="visually-hidden">{t("people.kind")}</legend>
      {KINDS.map((choice) => (
        <label class="segment segment--word" key={choice}>
          <input
            type="radio"
            name="kind"
            checked={kind.value === choice}
            onChange={() => {
              kind.value = choice;
            }}
          />
          <span>{t(`people.${choice}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
