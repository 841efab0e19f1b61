import type { Driver } from "../../protocol/api/people.ts";
import { useI18n } from "../shared/i18n-context.ts";
import type { I18n } from "../shared/i18n.ts";
import { StateLabel } from "../shared/ui/state-label.tsx";
import type { Deed, Doing } from "./deed.ts";
import type { RegionNames } from "./region-names.ts";

const STATE = { active: "ok", invited: "quiet", suspended: "bad" } as const;

type Props = {
  readonly driver: Driver;
  readonly names: RegionNames;
  readonly mayChange: boolean;
  readonly doing: Doing<Driver>;
};

export function DriverRow({ driver, names, mayChange, doing }: Props) {
  const i18n = useI18n();
  const { t } = i18n;
  const { name, phone, status, homeRegionId } = driver;
  const isOut = status === "suspended";
  return (
    <li class="row">
      <div>
        <p class="row__name">{name}</p>
        <p class="hint">
          <span dir="ltr">{phone}</span>
        </p>
        <p class="hint">{t("people.atHome", { region: names.nameOf(homeRegionId) })}</p>
      </div>
      <div class="row__actions">
        <StateLabel kind={STATE[status]} text={t(`people.${status}`)} />
        {mayChange && (
          <button
            type="button"
            class="button"
            aria-label={t(isOut ? "people.restoreNamed" : "people.suspendNamed", { name })}
            aria-disabled={doing.busy}
            onClick={() => doing.start(isOut ? restoring(driver, i18n) : suspending(driver, i18n))}
          >
            {t(isOut ? "people.restore" : "people.suspend")}
          </button>
        )}
      </div>
    </li>
  );
}

function suspending({ id, name }: Driver, { t }: I18n): Deed<Driver> {
  return {
    act: (api) => api.suspendDriver(id),
    done: t("people.suspendDone", { name }),
    first: {
      title: t("people.suspendTitle", { name }),
      text: t("people.suspendText", { name }),
      action: t("people.suspend"),
    },
  };
}

function restoring({ id, name }: Driver, { t }: I18n): Deed<Driver> {
  return { act: (api) => api.restoreDriver(id), done: t("people.restoreDone", { name }) };
}
