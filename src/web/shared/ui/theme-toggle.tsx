import { useI18n } from "../i18n-context.ts";
import { THEMES, chooseTheme, theme } from "../theme.ts";
import { Icon } from "./icon.tsx";

export function ThemeToggle() {
  const { t } = useI18n();
  return (
    <fieldset class="segments">
      <legend class="visually-hidden">{t("theme.legend")}</legend>
      {THEMES.map((choice) => (
        <label class="segment" key={choice} title={t(`theme.${choice}`)}>
          <input
            type="radio"
            name="theme"
            checked={theme.value === choice}
            aria-label={t(`theme.${choice}`)}
            onChange={() => chooseTheme(choice)}
          />
          <Icon name={choice} />
        </label>
      ))}
    </fieldset>
  );
}
