import type { Signal } from "@preact/signals";
import type { KeyScope } from "../../protocol/access.ts";
import { useI18n } from "../shared/i18n-context.ts";

type Props = { readonly offered: readonly KeyScope[]; readonly chosen: Signal<readonly KeyScope[]> };

/** Nothing is chosen beforehand: a key has what somebody meant it to have. */
export function ScopeChoice({ offered, chosen }: Props) {
  const { t } = useI18n();
  const isMissing = !offered.some((scope) => chosen.value.includes(scope));
  return (
    <fieldset class="field">
      <legend class="label">{t("keys.scopes")}</legend>
      <div class="checks">
        {offered.map((scope, index) => (
          <label class="check" key={scope}>
            <input
              type="checkbox"
              // The browser asks for at least one in its own words: the first is required while none is chosen.
              required={index === 0 && isMissing}
              checked={chosen.value.includes(scope)}
              onChange={(event) => {
                const others = chosen.value.filter((known) => known !== scope);
                chosen.value = event.currentTarget.checked ? [...others, scope] : others;
              }}
            />
            {t(`scope.${scope}`)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
