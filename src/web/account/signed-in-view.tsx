import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Person } from "../../protocol/api/auth.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { createAccountLists } from "./account-lists.ts";
import { DeviceList } from "./device-list.tsx";
import { FactorList } from "./factor-list.tsx";
import { OwnCard } from "./own-card.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";

type Props = {
  readonly person: Person;
  /** An invitation was accepted here, for an account that is not this one. */
  readonly acceptedForOther: boolean;
};

export function SignedInView({ person, acceptedForOther }: Props) {
  const { t } = useI18n();
  const lists = useMemo(createAccountLists, []);
  const newCodes = useSignal<readonly string[] | null>(null);
  useEffect(() => {
    void lists.loadMe();
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
      {acceptedForOther && (
        <p class="sheet" role="status">
          {t("invitation.acceptedElsewhere")}
        </p>
      )}
      <OwnCard person={person} lists={lists} />
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
