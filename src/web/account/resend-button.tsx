import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useI18n } from "../shared/i18n-context.ts";

const SECOND_MS = 1000;

type Props = { readonly resendAt: number; readonly busy: boolean; readonly resend: () => Promise<boolean> };

/** Says how long it still waits; it stays where it is meanwhile, so that the keyboard does not lose its place. */
export function ResendButton({ resendAt, busy, resend }: Props) {
  const { t } = useI18n();
  const secondsLeft = useSignal(0);
  const resent = useSignal(false);
  useEffect(() => {
    const tick = () => {
      secondsLeft.value = Math.max(0, Math.ceil((resendAt - Date.now()) / SECOND_MS));
      if (secondsLeft.value === 0) clearInterval(timer);
    };
    const timer = setInterval(tick, SECOND_MS);
    tick();
    return () => clearInterval(timer);
  }, [resendAt, secondsLeft]);
  const waits = secondsLeft.value > 0;
  const act = async () => {
    if (waits || busy) return;
    resent.value = false;
    resent.value = await resend();
  };
  return (
    <>
      <span role="status" class="visually-hidden">
        {resent.value ? t("code.resent") : ""}
      </span>
      <button type="button" class="button number" aria-disabled={waits || busy} onClick={() => void act()}>
        {waits ? t("code.resendIn", { seconds: secondsLeft.value }) : t("code.resend")}
      </button>
    </>
  );
}
