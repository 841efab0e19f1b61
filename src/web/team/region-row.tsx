import type { Region } from "../../protocol/api/regions.ts";
import { useI18n } from "../shared/i18n-context.ts";
import type { I18n } from "../shared/i18n.ts";
import { StateLabel } from "../shared/ui/state-label.tsx";
import type { Deed, Doing } from "./deed.ts";

type Props = {
  readonly region: Region;
  readonly doing: Doing<Region>;
  readonly change: () => void;
  readonly onClosed: () => void;
};

export function RegionRow({ region, doing, change, onClosed }: Props) {
  const i18n = useI18n();
  const { t } = i18n;
  const { name, closedAt } = region;
  return (
    <li class="row">
      <div>
        <p class="row__name">{name}</p>
        <p class="hint">{facts(region, i18n)}</p>
      </div>
      <div class="row__actions">
        <StateLabel
          kind={closedAt === null ? "ok" : "quiet"}
          text={t(closedAt === null ? "regions.isOpen" : "regions.isClosed")}
        />
        {closedAt === null && (
          <>
            <button
              type="button"
              class="button"
              aria-label={t("regions.changeNamed", { name })}
              aria-haspopup="dialog"
              onClick={change}
            >
              {t("regions.change")}
            </button>
            <button
              type="button"
              class="button"
              aria-label={t("regions.closeNamed", { name })}
              aria-haspopup="dialog"
              onClick={() => doing.start(closing(region, onClosed, i18n))}
            >
              {t("regions.close")}
            </button>
          </>
        )}
      </div>
    </li>
  );
}

function facts({ timeZone, closedAt }: Region, { t, ago }: I18n): string {
  const now = Date.now();
  return [
    timeZone,
    ...(closedAt === null ? [] : [t("regions.closedAgo", { ago: ago(Math.min(closedAt, now), now) })]),
  ].join(" · ");
}

function closing({ id, name }: Region, onClosed: () => void, { t }: I18n): Deed<Region> {
  return {
    act: async (api) => {
      const closed = await api.closeRegion(id);
      if (closed.ok) onClosed();
      return closed;
    },
    done: t("regions.closeDone", { name }),
    first: { title: t("regions.closeTitle", { name }), text: t("regions.closeText"), action: t("regions.close") },
  };
}
