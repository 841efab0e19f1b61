import type { ReadonlySignal } from "@preact/signals";
import { useI18n } from "../i18n-context.ts";
import type { Trouble } from "../trouble.ts";
import { Modal } from "./modal.tsx";
import { TroubleNote } from "./trouble-note.tsx";

type Props = {
  readonly title: string;
  readonly text: string;
  /** What the button does, in a word. */
  readonly action: string;
  readonly busy: ReadonlySignal<boolean>;
  readonly trouble: ReadonlySignal<Trouble | null>;
  /** True when it was done; else `trouble` says why not, and the dialog stays. */
  readonly act: () => Promise<boolean>;
  readonly onClose: () => void;
};

/** Asks once more before something that others will feel. */
export function ConfirmDialog({ title, text, action, busy, trouble, act, onClose }: Props) {
  const { t } = useI18n();
  return (
    <Modal labelledBy="confirm" onClose={onClose}>
      {(close) => (
        <>
          <h2 id="confirm">{title}</h2>
          <p>{text}</p>
          <TroubleNote trouble={trouble.value} />
          <div class="actions">
            <button
              type="button"
              class="button button--danger"
              aria-disabled={busy.value}
              onClick={() => void act().then((done) => done && close())}
            >
              {action}
            </button>
            <button type="button" class="button" onClick={close}>
              {t("dialog.keep")}
            </button>
          </div>
        </>
      )}
    </Modal>
  );
}
