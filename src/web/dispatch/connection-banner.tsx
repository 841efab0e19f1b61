import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ViewState } from "../../domain/live-client/view-state.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { Icon } from "../shared/ui/icon.tsx";
import { ClockTime } from "../shared/ui/clock-time.tsx";
import type { RegionPicture } from "../shared/region/region-picture.ts";

/** A socket that opens within it never was news. */
const PATIENCE_MS = 1_000;

/** What is wrong with the connection; how old the places are is said beside each of them. */
export function ConnectionBanner({ picture }: { readonly picture: RegionPicture }) {
  const { t } = useI18n();
  const state = picture.state.value;
  const isDue = useAfter(PATIENCE_MS, state);
  const shows = state !== "online" && (isDue || state !== "connecting");
  const heardAt = picture.heardAt.value;
  return (
    <div class="connection" role="status" data-connection={state}>
      {shows && (
        <div class={`connection__bar connection__bar--${state}`}>
          <Icon name={state === "degraded" ? "refresh" : "warn"} />
          <p>
            {t(heardAt === null && state === "connecting" ? "connection.first" : `connection.${state}`)}{" "}
            {heardAt !== null && (
              <>
                {t("connection.since")} <ClockTime at={heardAt} seconds />
              </>
            )}
          </p>
          {state === "ended" && (
            <button type="button" class="button" onClick={() => picture.again()}>
              {t("connection.again")}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

/** True once the state has lasted so long. */
function useAfter(ms: number, state: ViewState): boolean {
  const lasted = useSignal<ViewState | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => {
      lasted.value = state;
    }, ms);
    return () => clearTimeout(timer);
  }, [state]);
  return lasted.value === state;
}
