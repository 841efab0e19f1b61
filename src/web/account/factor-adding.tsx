import { useSignal } from "@preact/signals";
import { useI18n } from "../shared/i18n-context.ts";
import { TroubleNote } from "../shared/ui/trouble-note.tsx";
import type { Asking } from "./asking.ts";
import { PasskeySetUp } from "./passkey-set-up.tsx";
import { TotpSetUp } from "./totp-set-up.tsx";

type Props = {
  readonly hasTotp: boolean;
  readonly asking: Asking;
  readonly onNewCodes: (codes: readonly string[]) => void;
  /** With or without a new factor. */
  readonly onClosed: () => void;
};

export function FactorAdding({ hasTotp, asking, onNewCodes, onClosed }: Props) {
  const { t } = useI18n();
  const adding = useSignal<"totp" | "passkey" | null>(null);
  const close = () => {
    adding.value = null;
    onClosed();
  };
  if (adding.value === null) {
    return (
      <>
        <TroubleNote trouble={asking.trouble.value} />
        <div class="actions">
          <button type="button" class="button" onClick={() => void (adding.value = "passkey")}>
            {t("factors.addPasskey")}
          </button>
          {!hasTotp && (
            <button type="button" class="button" onClick={() => void (adding.value = "totp")}>
              {t("factors.addTotp")}
            </button>
          )}
        </div>
      </>
    );
  }
  return (
    <>
      {adding.value === "passkey" ? (
        <PasskeySetUp who={{}} asking={asking} onDone={close} />
      ) : (
        <TotpSetUp
          who={{}}
          asking={asking}
          onDone={({ recoveryCodes }) => {
            close();
            onNewCodes(recoveryCodes);
          }}
        />
      )}
      <div class="actions">
        <button type="button" class="button" onClick={close}>
          {t("factors.cancel")}
        </button>
      </div>
    </>
  );
}
