import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";

/** Where a simulation may run, the page comes alive; its code is loaded there only. */
export function LiveTripSection() {
  const section = useSignal<{ readonly LiveTrip: ComponentType } | null>(null);
  useEffect(() => {
    if (document.documentElement.dataset["simulation"] === undefined) return;
    import("./live/live-trip.tsx").then((loaded) => (section.value = loaded), reportError);
  }, []);
  return section.value && <section.value.LiveTrip />;
}
