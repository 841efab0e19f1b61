import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { useI18n } from "../shared/i18n-context.ts";
import { StateLabel } from "../shared/ui/state-label.tsx";
import type { AccountLists, Factors } from "./account-lists.ts";
import { PasskeySetUp } from "./passkey-set-up.tsx";
import { TotpSetUp } from "./totp-set-up.tsx";
import { TroubleNote } from "./trouble-note.tsx";

type Props = { readonly lists: AccountLists; readonly onNewCodes: (codes: readonly string[]) => void };

export function FactorList({ lists, onNewCodes }: Props) {
  const { t } = useI18n();
  const adding = useSignal<"totp" | "passkey" | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const { factors, aboutFactors, loadFactors } = lists;
  const known = factors.value;
  const close = async () => {
    adding.value = null;
    heading.current?.focus();
    await loadFactors();
  };
  return (
    <section class="sheet" aria-labelledby="factors">
      <h2 id="factors" ref={heading} tabIndex={-1}>
        {t("factors.headline")}
      </h2>
      {adding.value === null && <TroubleNote trouble={aboutFactors.trouble.value} />}
      {known && <Rows factors={known} />}
      {adding.value === "passkey" && <PasskeySetUp who={{}} asking={aboutFactors} onDone={() => void close()} />}
      {adding.value === "totp" && (
        <TotpSetUp
          who={{}}
          asking={aboutFactors}
          onDone={({ recoveryCodes }) => {
            void close();
            onNewCodes(recoveryCodes);
          }}
        />
      )}
      {known && (
        <div class="actions">
          {adding.value === null && (
            <button type="button" class="button" onClick={() => void (adding.value = "passkey")}>
              {t("factors.addPasskey")}
            </button>
          )}
          {adding.value === null && !known.totp && (
            <button type="button" class="button" onClick={() => void (adding.value = "totp")}>
              {t("factors.addTotp")}
            </button>
          )}
          {adding.value !== null && (
            <button type="button" class="button" onClick={() => void close()}>
              {t("factors.cancel")}
            </button>
          )}
        </div>
      )}
    </section>
  );
}

function Rows({ factors }: { readonly factors: Factors }) {
  const { t, ago } = useI18n();
  const now = Date.now();
  const since = (time: number) => ago(Math.min(time, now), now);
  const { totp, recoveryLeft, passkeys } = factors;
  return (
    <ul class="rows">
      <li class="row">
        <div>
          <p class="row__name">{t("factors.totp")}</p>
          {totp && <p class="hint">{t("factors.recoveryLeft", { count: recoveryLeft })}</p>}
        </div>
        <StateLabel kind={totp ? "ok" : "quiet"} text={t(totp ? "factors.on" : "factors.off")} />
      </li>
      {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
        <li class="row" key={id}>
          <div>
            <p class="row__name">{name}</p>
            <p class="hint">
              {t("factors.added", { ago: since(createdAt) })}
              {lastUsedAt === null ? t("factors.neverUsed") : t("factors.used", { ago: since(lastUsedAt) })}
            </p>
          </div>
          <StateLabel kind="ok" text={t("factors.passkey")} />
        </li>
      ))}
    </ul>
  );
}
