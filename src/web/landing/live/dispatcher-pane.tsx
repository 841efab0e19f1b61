import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { DemoWindow } from "../../../protocol/api/demo-window.ts";
import { useI18n } from "../../shared/i18n-context.ts";
import type { MapRefusal } from "../../shared/map/open-map.ts";
import { createLiveMap } from "../../shared/region/live-map.ts";
import { openRegion } from "../../shared/region/open-region.ts";
import { RegionPicture } from "../../shared/region/region-picture.ts";
import { Pane } from "./pane.tsx";

/** The region as its dispatcher sees it, with the one vehicle marked that the other panes are about. */
export function DispatcherPane({ demo }: { readonly demo: ReadonlySignal<DemoWindow | null> }) {
  const { t } = useI18n();
  const container = useRef<HTMLDivElement>(null);
  const label = useRef<HTMLDivElement>(null);
  const refusal = useSignal<MapRefusal | null>(null);
  const regionId = demo.value?.regionId;
  useEffect(() => {
    const ending = new AbortController();
    if (regionId) void watch(regionId, ending.signal).catch(reportError);
    return () => ending.abort();
  }, [regionId]);

  async function watch(id: DemoWindow["regionId"], signal: AbortSignal): Promise<void> {
    // The page asks for a fresh token each few seconds anyway.
    const bearer = { token: () => demo.value?.dispatcherToken ?? null, renew: () => Promise.resolve() };
    const picture = new RegionPicture(() => Promise.resolve((ears) => openRegion(id, bearer, ears)));
    signal.addEventListener("abort", picture.open(), { once: true });
    await firstPicture(picture);
    if (!container.current || !label.current || signal.aborted) return;
    const opened = await createLiveMap({
      container: container.current,
      label: label.current,
      bounds: null,
      picture,
      words: {
        label: t("live.map"),
        zoomIn: t("map.zoomIn"),
        zoomOut: t("map.zoomOut"),
        attribution: t("map.attribution"),
      },
      onChoose: () => {},
      signal,
    });
    if (!opened.ok) refusal.value = opened.error;
    else
      signal.addEventListener(
        "abort",
        demo.subscribe((shown) => opened.value.choose(shown?.tripId ?? null)),
      );
  }

  return (
    <Pane icon="dispatcher" title={t("live.dispatcher")} link={{ href: "/dispatch/", text: t("live.open") }}>
      <div class="map__box" ref={container}>
        <div class="tag" ref={label} hidden>
          <span class="tag__halo" />
          <span class="tag__name">{demo.value?.driverName}</span>
        </div>
      </div>
      {refusal.value && <p class="pane__none">{t(`map.${refusal.value.tag}`)}</p>}
    </Pane>
  );
}

/** A map that opens before it knows anybody does not know which part of the world to show. */
function firstPicture({ drivers }: RegionPicture): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = drivers.subscribe((known) => {
      if (known === null) return;
      resolve();
      queueMicrotask(() => unsubscribe());
    });
  });
}
