import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { REASON_MAX_CHARS } from "../../protocol/reason-length.ts";
import type { Sos } from "../../protocol/sos.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { onSubmit } from "../shared/on-submit.ts";
import { createQuestions } from "../shared/questions.ts";
import { Modal } from "../shared/ui/modal.tsx";
import { type OwnWords, TroubleNote } from "../shared/ui/trouble-note.tsx";
import { loadDispatchApi } from "./dispatch-asking.ts";

/** Spaces alone pass the browser. */
const NO_NOTE: OwnWords = { "invalid-request": "help.noteMissing" };

type Props = { readonly call: Sos; readonly name: string; readonly onClose: () => void };

/** How it ended is asked about later: without a word about it no call is closed. */
export function CallEnd({ call, name, onClose }: Props) {
  const { t } = useI18n();
  const questions = useMemo(createQuestions, []);
  const note = useSignal("");
  const end = async (close: () => void): Promise<void> => {
    const ask = questions.by(loadDispatchApi);
    // A note is one line for the server, and whoever writes a longer one presses Enter.
    if (await ask((api) => api.endCall(call.id, note.value.replaceAll(/\s+/g, " ")))) close();
  };
  return (
    <Modal labelledBy="call-end" onClose={onClose}>
      {(close) => (
        <form class="stack" onSubmit={onSubmit(() => end(close))}>
          <h2 id="call-end">{t("help.endTitle", { name })}</h2>
          <div class="field">
            <label for="call-note">{t("help.note")}</label>
            <textarea
              id="call-note"
              class="input call__report"
              rows={3}
              required
              maxLength={REASON_MAX_CHARS}
              value={note.value}
              onInput={(event) => (note.value = event.currentTarget.value)}
            />
          </div>
          <TroubleNote trouble={questions.trouble.value} own={NO_NOTE} />
          <div class="actions">
            <button type="submit" class="button button--main" aria-disabled={questions.busy.value}>
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
