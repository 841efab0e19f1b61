import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Person } from "../../protocol/api/auth.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { createAccountLists } from "./account-lists.ts";
import { DeviceList } from "./device-list.tsx";
import { FactorList } from "./factor-list.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { StageHeading } from "./stage-heading.tsx";

export function SignedInView({ person }: { readonly person: Person }) {
  const { t } = useI18n();
  const lists = useMemo(createAccountLists, []);
  const newCodes = useSignal<readonly string[] | null>(null);
  useEffect(() => {
    void lists.loadDevices();
    void lists.loadFactors();
  }, [lists]);
  if (newCodes.value) {
    const kept = () => {
      newCodes.value = null;
    };
    return <RecoveryCodes codes={newCodes.value} onKept={kept} />;
  }
  return (
    <>
      <section class="sheet" aria-labelledby="me">
        <StageHeading id="me">{t("me.headline")}</StageHeading>
        <p>{t("me.signedInAs", { role: t(`${person.role}.name`) })}</p>
        <p class="hint">
          {t("me.id")} <code>{person.id}</code>
        </p>
        <div class="actions">
          <button
            type="button"
            class="button"
            aria-disabled={lists.aboutDevices.busy.value}
            onClick={() => void lists.signOut()}
          >
            {t("me.signOut")}
          </button>
        </div>
      </section>
      <DeviceList lists={lists} />
      <FactorList
        lists={lists}
        onNewCodes={(codes) => {
          newCodes.value = codes;
        }}
      />
    </>
  );
}
