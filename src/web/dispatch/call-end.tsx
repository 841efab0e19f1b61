import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { REASON_MAX_CHARS } from "../../protocol/live/trip-event.ts";
import type { Sos } from "../../protocol/sos.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { onSubmit } from "../shared/on-submit.ts";
import { createQuestions } from "../shared/questions.ts";
import { Modal } from "../shared/ui/modal.tsx";
import { TroubleNote } from "../shared/ui/trouble-note.tsx";
import { loadDispatchApi } from "./dispatch-asking.ts";

type Props = { readonly call: Sos; readonly name: string; readonly onClose: () => void };

/** How it ended is asked about later: without a word about it no call is closed. */
export function CallEnd({ call, name, onClose }: Props) {
  const { t } = useI18n();
  const questions = useMemo(createQuestions, []);
  const note = useSignal("");
  const end = async (close: () => void): Promise<void> => {
    const ask = questions.by(loadDispatchApi);
    if (await ask((api) => api.endCall(call.id, note.value))) close();
  };
  return (
    <Modal labelledBy="call-end" onClose={onClose}>
      {(close) => (
        <form onSubmit={onSubmit(() => end(close))}>
          <h2 id="call-end">{t("help.endTitle", { name })}</h2>
          <label class="field">
            <span>{t("help.note")}</span>
            <textarea
              class="input"
              required
              maxLength={REASON_MAX_CHARS}
              value={note.value}
              onInput={(event) => (note.value = event.currentTarget.value)}
            />
          </label>
          <TroubleNote trouble={questions.trouble.value} />
          <div class="actions">
            <button type="submit" class="button button--primary" aria-disabled={questions.busy.value}>
              {t("help.end")}
            </button>
            <button type="button" class="button" onClick={close}>
              {t("dialog.keep")}
            </button>
          </div>
        </form>
      )}
    </Modal>
  );
}
