import type { Signal } from "@preact/signals";
import { useI18n } from "../shared/i18n-context.ts";
import type { AccessDraft } from "./access-draft.ts";
import { CheckList } from "./check-list.tsx";
import type { RegionNames } from "./region-names.ts";

type Props = { readonly draft: Signal<AccessDraft>; readonly names: RegionNames };

export function RegionsField({ draft, names }: Props) {
  const { t } = useI18n();
  return (
    <CheckList
      id="regions"
      legend={t("access.regions")}
      hint={t("access.regionsHint")}
      options={names.regions.value.map(({ id, name }) => ({ value: id, text: name }))}
      chosen={draft.value.regionIds}
      onChosen={(regionIds) => {
        draft.value = { ...draft.value, regionIds };
      }}
    />
  );
}

export function HomeField({ draft, names }: Props) {
  const { t } = useI18n();
  return (
    <div class="field">
      <label for="home">{t("access.home")}</label>
      <select
        id="home"
        class="input"
        required
        value={draft.value.homeRegionId}
        onChange={(event) => {
          draft.value = { ...draft.value, homeRegionId: event.currentTarget.value };
        }}
      >
        <option value="">{t("access.choose")}</option>
        {names.regions.value.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
