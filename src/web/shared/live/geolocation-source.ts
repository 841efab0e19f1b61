import type { FixDraft } from "../../../domain/live-client/outbox.ts";
import type { LocationSource, LocationTrouble } from "./location-source.ts";

/** What the browser measured up to five seconds ago is where the driver is; older, it is where they were. */
const MAX_AGE_MS = 5_000;
const TIMEOUT_MS = 10_000;
/** Below this the receiver never sleeps between two fixes anyway; above, asking one by one lets it. */
const WATCH_BELOW_MS = 20_000;
const OPTIONS = { enableHighAccuracy: true, timeout: TIMEOUT_MS, maximumAge: MAX_AGE_MS } as const;
/** By the code of a GeolocationPositionError. */
const TROUBLES: ReadonlyMap<number, LocationTrouble> = new Map<number, LocationTrouble>([
  [1, "denied"],
  [2, "unavailable"],
  [3, "timeout"],
]);

export const geolocationSource: LocationSource = {
  watch: ({ intervalMs }, { measured, failed }) => {
    const found = (position: GeolocationPosition): void => measured(draftOf(position));
    const lost = ({ code }: GeolocationPositionError): void => failed(TROUBLES.get(code) ?? "unavailable");
    if (intervalMs < WATCH_BELOW_MS) {
      const watch = navigator.geolocation.watchPosition(found, lost, OPTIONS);
      return () => navigator.geolocation.clearWatch(watch);
    }
    const ask = (): void => navigator.geolocation.getCurrentPosition(found, lost, OPTIONS);
    ask();
    const timer = setInterval(ask, intervalMs);
    return () => clearInterval(timer);
  },
};

/** Browsers say NaN for a heading at rest, which JSON cannot carry. */
function draftOf({ coords, timestamp }: GeolocationPosition): FixDraft {
  return {
    at: Math.round(timestamp),
    lat: coords.latitude,
    lng: coords.longitude,
    accuracyM: finite(coords.accuracy),
    speedMps: finite(coords.speed),
    headingDeg: finite(coords.heading),
    // No browser says whether a position was made up.
    flags: 0,
  };
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
