import type { Signal } from "@preact/signals";
import type { PersonRole } from "../../protocol/account.ts";
import { useI18n } from "../shared/i18n-context.ts";
import type { AccessDraft } from "./access-draft.ts";
import { HomeField, RegionsField } from "./region-fields.tsx";
import type { RegionNames } from "./region-names.ts";
import { StoreField } from "./store-field.tsx";

type Props = {
  readonly draft: Signal<AccessDraft>;
  readonly roles: readonly PersonRole[];
  readonly names: RegionNames;
};

/** The role, and what that role is limited to. */
export function AccessFields({ draft, roles, names }: Props) {
  const { t } = useI18n();
  const { role } = draft.value;
  return (
    <>
      <div class="field">
        <label for="role">{t("access.role")}</label>
        <select
          id="role"
          class="input"
          value={role}
          onChange={(event) => {
            const { value } = event.currentTarget;
            const chosen = roles.find((known) => known === value);
            if (chosen) draft.value = { ...draft.value, role: chosen };
          }}
        >
          {roles.map((choice) => (
            <option key={choice} value={choice}>
              {t(`${choice}.name`)}
            </option>
          ))}
        </select>
      </div>
      {role === "dispatcher" && <RegionsField draft={draft} names={names} />}
      {role === "driver" && <HomeField draft={draft} names={names} />}
      {role === "store" && (
        <StoreField
          label={t("access.store")}
          hint={t("access.storeHint")}
          required
          value={draft.value.storeCode}
          onText={(storeCode) => {
            draft.value = { ...draft.value, storeCode };
          }}
        />
      )}
    </>
  );
}
