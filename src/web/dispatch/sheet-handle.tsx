import type { Signal } from "@preact/signals";
import { useI18n } from "../shared/i18n-context.ts";

export type SheetSize = "half" | "full";

/** On a phone the list lies over the map; nobody has to drag it. */
export function SheetHandle({ size }: { readonly size: Signal<SheetSize> }) {
  const { t } = useI18n();
  const isFull = size.value === "full";
  return (
    <button
      type="button"
      class="handle"
      aria-expanded={isFull}
      onClick={() => {
        size.value = isFull ? "half" : "full";
      }}
    >
      <span class="handle__bar" aria-hidden="true" />
      <span class="visually-hidden">{t("roster.enlarge")}</span>
    </button>
  );
}
