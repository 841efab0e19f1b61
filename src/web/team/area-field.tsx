import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Bounds } from "../../domain/geo.ts";
import { useI18n } from "../shared/i18n-context.ts";
import type { MapRefusal } from "../shared/map/open-map.ts";
import type { AreaMap, AreaMapOptions } from "./area-map.ts";
import { areaText, isArea, readCorners } from "./area-text.ts";

const ROWS = 5;

type Props = {
  readonly text: string;
  readonly start: Bounds | null;
  readonly onText: (text: string) => void;
};

/** The service area, drawn on a map or typed: each shows what the other does, so nobody needs to see or point. */
export function AreaField({ text, start, onText }: Props) {
  const { t } = useI18n();
  const input = useRef<HTMLTextAreaElement>(null);
  const corners = readCorners(text);
  // The map is opened once and points at what the form holds by then.
  const append = useRef<AreaMapOptions["onCorner"]>(() => {});
  append.current = (corner) => onText(areaText([...corners, corner]));
  const { container, map, refusal } = useAreaMap(start, (corner) => append.current(corner));
  useEffect(() => map.value?.show(readCorners(text)), [text, map.value]);
  useEffect(() => input.current?.setCustomValidity(isArea(text) ? "" : t("regions.areaUnread")), [text]);
  return (
    <fieldset class="field">
      <legend class="label">{t("regions.area")}</legend>
      <p class="hint">{t("regions.areaHint")}</p>
      <div class="area" ref={container} />
      {refusal.value && <p class="hint">{t("regions.noMap")}</p>}
      {map.value && (
        <div class="actions">
          <button type="button" class="button" onClick={() => onText(areaText(map.value?.frame() ?? []))}>
            {t("regions.frame")}
          </button>
          <button
            type="button"
            class="button"
            aria-disabled={corners.length === 0}
            onClick={() => onText(areaText(corners.slice(0, -1)))}
          >
            {t("regions.lessCorner")}
          </button>
        </div>
      )}
      <label class="label" for="region-area">
        {t("regions.corners")}
      </label>
      <textarea
        id="region-area"
        ref={input}
        class="input input--code"
        rows={ROWS}
        required
        spellcheck={false}
        aria-describedby="region-corners-hint"
        value={text}
        onInput={(event) => onText(event.currentTarget.value)}
      />
      <p id="region-corners-hint" class="hint">
        {t("regions.cornersHint")}
      </p>
    </fieldset>
  );
}

/** The map comes when the form is there: without it the corners are typed. */
function useAreaMap(start: Bounds | null, onCorner: AreaMapOptions["onCorner"]) {
  const { t } = useI18n();
  const container = useRef<HTMLDivElement>(null);
  const map = useSignal<AreaMap | null>(null);
  const refusal = useSignal<MapRefusal | null>(null);
  useEffect(() => {
    const ending = new AbortController();
    void open().catch(reportError);
    return () => ending.abort();

    async function open(): Promise<void> {
      const { openAreaMap } = await import("./area-map.ts");
      if (!container.current || ending.signal.aborted) return;
      const words = {
        label: t("regions.mapLabel"),
        zoomIn: t("map.zoomIn"),
        zoomOut: t("map.zoomOut"),
        attribution: t("map.attribution"),
      };
      const opened = await openAreaMap({ container: container.current, words, start, onCorner, signal: ending.signal });
      if (opened.ok) map.value = opened.value;
      else refusal.value = opened.error;
    }
  }, []);
  return { container, map, refusal };
}
