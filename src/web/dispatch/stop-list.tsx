import type { DriverLook } from "../../domain/region/driver-look.ts";
import type { Trip } from "../../protocol/api/trips.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { ClockTime } from "../shared/ui/clock-time.tsx";

type Stop = Trip["stops"][number];

/** The plan in its order, with the time at which each stop is reached. */
export function StopList({ trip, look }: { readonly trip: Trip | null; readonly look: DriverLook }) {
  const { t } = useI18n();
  return (
    <section aria-labelledby="stops">
      <h3 id="stops">{t("stops.headline")}</h3>
      {trip === null && <p class="hint">{t("dispatch.loading")}</p>}
      {trip?.stops.length === 0 && <p class="hint">{t("stops.none")}</p>}
      <ol class="stops">
        {trip?.stops.map((stop, index) => (
          <li key={stop.stopId} class={`stop stop--${stop.status}`}>
            <span class="stop__number number">{index + 1}</span>
            <span>{t(`stop.${stop.status}`)}</span>
            <Arrival stop={stop} trip={trip} look={look} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Arrival({ stop, trip, look }: { readonly stop: Stop; readonly trip: Trip; readonly look: DriverLook }) {
  const { t } = useI18n();
  const eta = trip.eta.find(({ stopId }) => stopId === stop.stopId);
  const isSilent = look.freshness === "offline" || look.freshness === null;
  if (isSilent || !eta) {
    if (stop.windowEndsAt === null || stop.status === "done") return null;
    return (
      <span class="stop__eta">
        {t("eta.planned")} <ClockTime at={stop.windowEndsAt} />
      </span>
    );
  }
  return (
    <span class={eta.late ? "stop__eta driver__eta--late" : "stop__eta"}>
      {t(look.freshness === "stale" ? "eta.about" : "eta.sure")} <ClockTime at={eta.etaAt} />
      {eta.late && ` · ${t("concern.late")}`}
    </span>
  );
}
