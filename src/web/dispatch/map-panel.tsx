import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { LatLng } from "../../domain/geo.ts";
import type { Region } from "../../protocol/api/regions.ts";
import { useI18n } from "../shared/i18n-context.ts";
import type { MapRefusal } from "../shared/map/open-map.ts";
import type { LiveMap } from "../shared/region/live-map.ts";
import { MapLegend } from "./map-legend.tsx";
import type { RegionPicture } from "../shared/region/region-picture.ts";
import type { TripDetail } from "./trip-detail.ts";

type Props = {
  readonly region: Region;
  readonly picture: RegionPicture;
  readonly chosen: string | null;
  /** Of the chosen one. */
  readonly name: string | null;
  readonly flights: number;
  readonly detail: TripDetail | null;
  readonly onChoose: (tripId: string | null) => void;
};

/** The same each time: another one would have the whole map painted anew, four times a second. */
const NO_TRAIL: readonly LatLng[] = [];

/** The map beside the list, or the reason why there is none. */
export function MapPanel({ region, picture, chosen, name, flights, detail, onChoose }: Props) {
  const { t } = useI18n();
  const container = useRef<HTMLDivElement>(null);
  const label = useRef<HTMLDivElement>(null);
  const live = useSignal<LiveMap | null>(null);
  const refusal = useSignal<MapRefusal | null>(null);
  useEffect(() => {
    const ending = new AbortController();
    void openLiveMap().catch(reportError);
    return () => ending.abort();

    async function openLiveMap(): Promise<void> {
      const { createLiveMap } = await import("../shared/region/live-map.ts");
      if (!container.current || !label.current || ending.signal.aborted) return;
      const opened = await createLiveMap({
        container: container.current,
        label: label.current,
        bounds: region.bounds ?? null,
        picture,
        words: {
          label: t("map.label", { region: region.name }),
          zoomIn: t("map.zoomIn"),
          zoomOut: t("map.zoomOut"),
          attribution: t("map.attribution"),
        },
        onChoose,
        signal: ending.signal,
      });
      if (opened.ok) live.value = opened.value;
      else refusal.value = opened.error;
    }
  }, []);
  useEffect(() => live.value?.choose(chosen), [chosen, live.value]);
  useEffect(() => {
    if (chosen !== null) live.value?.flyTo(chosen);
  }, [flights]);
  const trip = detail?.trip.value ?? null;
  const trail = detail?.trail.value ?? NO_TRAIL;
  useEffect(() => live.value?.showTrip({ trip, trail }), [trip, trail, live.value]);
  return (
    <section class="map" aria-label={t("map.section")}>
      <a class="button skip map__skip" href="#after-map">
        {t("map.skip")}
      </a>
      <div class={picture.state.value === "offline" ? "map__box map__box--cut" : "map__box"} ref={container}>
        <div class="tag" ref={label} hidden>
          <span class="tag__halo" />
          <span class="tag__name" data-marker>
            {name}
          </span>
        </div>
      </div>
      {refusal.value && <p class="map__none">{t(`map.${refusal.value.tag}`)}</p>}
      {live.value && <MapLegend />}
      <span id="after-map" tabIndex={-1} />
    </section>
  );
}
