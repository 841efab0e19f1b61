import { DRIVER_SIGNS } from "../../domain/region/driver-look.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { DriverSign } from "./driver-sign.tsx";

export function MapLegend() {
  const { t } = useI18n();
  return (
    <details class="legend">
      <summary class="legend__title">{t("legend.title")}</summary>
      <ul class="legend__rows">
        {DRIVER_SIGNS.map((sign) => (
          <li key={sign}>
            <DriverSign sign={sign} />
            {t(`legend.${sign}`)}
          </li>
        ))}
      </ul>
    </details>
  );
}
