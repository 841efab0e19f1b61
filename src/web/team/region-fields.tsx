import type { Signal } from "@preact/signals";
import { useI18n } from "../shared/i18n-context.ts";
import type { AccessDraft } from "./access-draft.ts";
import type { RegionNames } from "./region-names.ts";

type Props = { readonly draft: Signal<AccessDraft>; readonly names: RegionNames };

export function RegionsField({ draft, names }: Props) {
  const { t } = useI18n();
  const { regionIds } = draft.value;
  const toggle = (id: string, on: boolean) => {
    const others = regionIds.filter((known) => known !== id);
    draft.value = { ...draft.value, regionIds: on ? [...others, id] : others };
  };
  return (
    <fieldset class="field" aria-describedby="regions-hint">
      <legend class="label">{t("access.regions")}</legend>
      <div class="checks">
        {names.regions.value.map(({ id, name }) => (
          <label class="check" key={id}>
            <input
              type="checkbox"
              checked={regionIds.includes(id)}
              onChange={(event) => toggle(id, event.currentTarget.checked)}
            />
            {name}
          </label>
        ))}
      </div>
      <p id="regions-hint" class="hint">
        {t("access.regionsHint")}
      </p>
    </fieldset>
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
