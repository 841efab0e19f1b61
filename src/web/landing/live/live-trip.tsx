import { useEffect, useMemo } from "preact/hooks";
import { useI18n } from "../../shared/i18n-context.ts";
import { createDemoWatch } from "./demo-watch.ts";
import "./live-trip.css";
import { CustomerPane } from "./customer-pane.tsx";
import { DispatcherPane } from "./dispatcher-pane.tsx";
import { PhonePane } from "./phone-pane.tsx";

/** One simulated trip as its dispatcher, its driver's phone and its customer see it, side by side. */
export function LiveTrip() {
  const { t } = useI18n();
  const { demo, start } = useMemo(createDemoWatch, []);
  useEffect(start, [start]);
  const shown = demo.value;
  if (shown === null) return null;
  return (
    <section class="section" aria-labelledby="live-trip" data-trip={shown.tripId}>
      <h2 id="live-trip">{t("live.headline")}</h2>
      <p class="section__lead">{t("live.lead", { driver: shown.driverName })}</p>
      <div class="live">
        <DispatcherPane key={shown.regionId} demo={demo} />
        <PhonePane lines={shown.phone} />
        <CustomerPane key={shown.trackingUrl} trackingUrl={shown.trackingUrl} />
      </div>
    </section>
  );
}
