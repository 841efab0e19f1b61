import { useSignal } from "@preact/signals";
import { useI18n } from "../i18n-context.ts";

type Outcome = "copy" | "copied" | "copyFailed";

export function CopyButton({ text }: { readonly text: string }) {
  const { t } = useI18n();
  const copied = useSignal<{ readonly text: string; readonly outcome: Outcome } | null>(null);
  // A text that changed since has not been copied.
  const outcome = copied.value?.text === text ? copied.value.outcome : "copy";
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      copied.value = { text, outcome: "copied" };
    } catch {
      copied.value = { text, outcome: "copyFailed" };
    }
  };
  return (
    <span class="copy">
      <span role="status" class={outcome === "copyFailed" ? "" : "visually-hidden"}>
        {outcome === "copy" ? "" : t(`copy.${outcome}`)}
      </span>
      <button type="button" class="button" onClick={() => void copy()}>
        {t(outcome === "copied" ? "copy.copied" : "copy.copy")}
      </button>
    </span>
  );
}
