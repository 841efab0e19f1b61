import type { Signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useI18n } from "../shared/i18n-context.ts";
import type { Asking } from "./asking.ts";

const DIGITS = 6;

type Props = {
  readonly label: string;
  readonly code: Signal<string>;
  readonly asking: Asking;
  /** Takes the keyboard when it comes up. */
  readonly focus: boolean;
};

/** For the code of a message or of an authenticator app. Codes are pasted with spaces and with words around them. */
export function DigitsField({ label, code, asking, focus }: Props) {
  const { t } = useI18n();
  const input = useRef<HTMLInputElement>(null);
  const refused = asking.trouble.value;
  useEffect(() => {
    if (focus) input.current?.focus();
  }, [focus]);
  // Whoever has mistyped it types it anew. Before the refusal is painted: a quick typist must not meet the old digits.
  useLayoutEffect(() => {
    if (refused) input.current?.select();
  }, [refused]);
  return (
    <div class="field">
      <label for="code">{label}</label>
      <input
        id="code"
        ref={input}
        class="input input--digits"
        inputMode="numeric"
        autocomplete="one-time-code"
        pattern={`[0-9]{${DIGITS}}`}
        title={t("code.format")}
        dir="ltr"
        required
        aria-invalid={refused !== null}
        aria-describedby="trouble"
        value={code.value}
        onInput={(event) => {
          code.value = event.currentTarget.value.replaceAll(/\D/g, "").slice(0, DIGITS);
          // Set here too: a signal that stays the same draws nothing, and the letter would stay.
          event.currentTarget.value = code.value;
        }}
      />
    </div>
  );
}
