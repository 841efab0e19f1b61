import type { Signal } from "@preact/signals";
import { useI18n } from "../shared/i18n-context.ts";

type Props<Value extends string> = {
  readonly id: string;
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly text: string }[];
  readonly chosen: Signal<Value | undefined>;
  readonly onChange: () => void;
};

/** All of them, or those of one value. */
export function FilterChoice<Value extends string>({ id, label, options, chosen, onChange }: Props<Value>) {
  const { t } = useI18n();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        class="input"
        value={chosen.value ?? ""}
        onChange={(event) => {
          const { value } = event.currentTarget;
          chosen.value = options.find((option) => option.value === value)?.value;
          onChange();
        }}
      >
        <option value="">{t("team.all")}</option>
        {options.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
