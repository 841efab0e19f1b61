import { useI18n } from "../shared/i18n-context.ts";
import { Icon } from "../shared/ui/icon.tsx";
import { StateLabel } from "../shared/ui/state-label.tsx";

type Surface = "driver" | "dispatcher" | "customer" | "store" | "admin";

export function SurfaceCard({ surface }: { readonly surface: Surface }) {
  const { t } = useI18n();
  return (
    <li class="card card--surface">
      <span class="card__icon">
        <Icon name={surface} />
      </span>
      <h3>{t(`${surface}.name`)}</h3>
      <p class="card__text">{t(`${surface}.text`)}</p>
      {surface === "dispatcher" ? (
        <a href="/dispatch/">{t("dispatcher.open")}</a>
      ) : (
        <StateLabel kind="quiet" text={t("landing.notYet")} />
      )}
    </li>
  );
}
