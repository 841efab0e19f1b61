import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { useI18n } from "../shared/i18n-context.ts";
import { ConfirmDialog } from "../shared/ui/confirm-dialog.tsx";
import { StateLabel } from "../shared/ui/state-label.tsx";
import { TroubleNote } from "../shared/ui/trouble-note.tsx";
import type { AccountLists, Factors } from "./account-lists.ts";
import { FactorAdding } from "./factor-adding.tsx";
import { type Passkey, PasskeyRow } from "./passkey-row.tsx";

type Props = { readonly lists: AccountLists; readonly onNewCodes: (codes: readonly string[]) => void };

export function FactorList({ lists, onNewCodes }: Props) {
  const { t } = useI18n();
  const removing = useSignal<Passkey | null>(null);
  const removed = useSignal<Passkey | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const { aboutFactors, aboutRemoval, loadFactors } = lists;
  const known = lists.factors.value;
  const remove = async (passkey: Passkey) => {
    if (!(await lists.removePasskey(passkey))) return false;
    removed.value = passkey;
    return true;
  };
  const closed = () => {
    removing.value = null;
    // The button that opened the dialog has gone with its row.
    if (removed.value) heading.current?.focus();
  };
  return (
    <section class="sheet" aria-labelledby="factors">
      <h2 id="factors" ref={heading} tabIndex={-1}>
        {t("factors.headline")}
      </h2>
      <p class="visually-hidden" role="status">
        {removed.value ? t("factors.removed", { name: removed.value.name }) : ""}
      </p>
      {known ? (
        <>
          <Rows
            factors={known}
            remove={(passkey) => {
              removed.value = null;
              aboutRemoval.trouble.value = null;
              removing.value = passkey;
            }}
          />
          <FactorAdding
            hasTotp={known.totp}
            asking={aboutFactors}
            onNewCodes={onNewCodes}
            onClosed={() => {
              heading.current?.focus();
              void loadFactors();
            }}
          />
        </>
      ) : (
        <TroubleNote trouble={aboutFactors.trouble.value} />
      )}
      {removing.value && (
        <RemoveDialog passkey={removing.value} asking={aboutRemoval} remove={remove} onClose={closed} />
      )}
    </section>
  );
}

type RowsProps = { readonly factors: Factors; readonly remove: (passkey: Passkey) => void };

function Rows({ factors, remove }: RowsProps) {
  const { t } = useI18n();
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
      {passkeys.map((passkey) => (
        <PasskeyRow key={passkey.id} passkey={passkey} remove={() => remove(passkey)} />
      ))}
    </ul>
  );
}

type RemoveProps = {
  readonly passkey: Passkey;
  readonly asking: AccountLists["aboutRemoval"];
  readonly remove: (passkey: Passkey) => Promise<boolean>;
  readonly onClose: () => void;
};

function RemoveDialog({ passkey, asking, remove, onClose }: RemoveProps) {
  const { t } = useI18n();
  return (
    <ConfirmDialog
      title={t("factors.removeTitle", { name: passkey.name })}
      text={t("factors.removeText")}
      action={t("factors.remove")}
      busy={asking.busy}
      trouble={asking.trouble}
      act={() => remove(passkey)}
      onClose={onClose}
    />
  );
}
