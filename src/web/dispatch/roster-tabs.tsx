import type { Signal } from "@preact/signals";
import { useI18n } from "../shared/i18n-context.ts";
import type { Roster, RosterTab } from "./driver-rows.ts";

type Props = {
  readonly tabs: readonly RosterTab[];
  readonly counts: Roster["counts"];
  readonly chosen: Signal<RosterTab>;
};

export function RosterTabs({ tabs, counts, chosen }: Props) {
  const { t } = useI18n();
  return (
    <fieldset class="segments tabs">
      <legend class="visually-hidden">{t("roster.tabs")}</legend>
      {tabs.map((tab) => (
        <label class="segment segment--word" key={tab}>
          <input
            type="radio"
            name="tab"
            checked={chosen.value === tab}
            onChange={() => {
              chosen.value = tab;
            }}
          />
          <span>
            {t(`roster.${tab}`)} <span class="number">{counts[tab]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
