import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Sos } from "../../protocol/sos.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { createQuestions } from "../shared/questions.ts";
import { ClockTime } from "../shared/ui/clock-time.tsx";
import { Icon } from "../shared/ui/icon.tsx";
import { TroubleNote } from "../shared/ui/trouble-note.tsx";
import { startAlarm } from "./alarm-sound.ts";
import { CallEnd } from "./call-end.tsx";
import { loadDispatchApi } from "./dispatch-asking.ts";

type Props = {
  readonly calls: readonly Sos[];
  /** Of drivers, in full. */
  readonly names: ReadonlyMap<string, string>;
};

/** Calls for help, above everything else and with a sound until somebody has taken each of them on. */
export function HelpDesk({ calls, names }: Props) {
  const { t } = useI18n();
  const isUnanswered = calls.some(({ state }) => state === "open");
  useEffect(() => (isUnanswered ? startAlarm() : undefined), [isUnanswered]);
  // The list is there before the first call: only what comes into a live region is read out.
  return (
    <section class="help" aria-label={t("help.title")} role="alert" data-calls={calls.length}>
      {calls.map((call) => (
        <Call key={call.id} call={call} name={names.get(call.driverId) ?? call.driverFirstName ?? t("help.somebody")} />
      ))}
    </section>
  );
}

function Call({ call, name }: { readonly call: Sos; readonly name: string }) {
  const { t } = useI18n();
  const questions = useMemo(createQuestions, []);
  const isEnding = useSignal(false);
  const ask = questions.by(loadDispatchApi);
  const { acknowledgedBy, note, place } = call;
  return (
    <article class="help__call" data-state={call.state}>
      <Icon name="warn" />
      <div class="help__text">
        <h2 class="help__headline">{t("announce.sos", { name })}</h2>
        <p>
          <ClockTime at={call.raisedAt} />
          {note !== null && ` · ${note}`}
          {place && ` · ${place.lat.toFixed(5)}, ${place.lng.toFixed(5)}`}
        </p>
        {acknowledgedBy && <p>{t("help.answeredBy", { name: acknowledgedBy.name ?? t("help.colleague") })}</p>}
        <TroubleNote trouble={questions.trouble.value} />
      </div>
      {call.state === "open" ? (
        <button
          type="button"
          class="button button--danger"
          aria-disabled={questions.busy.value}
          onClick={() => void ask((api) => api.answerCall(call.id))}
        >
          {t("help.answer")}
        </button>
      ) : (
        <button type="button" class="button" onClick={() => (isEnding.value = true)}>
          {t("help.end")}
        </button>
      )}
      {isEnding.value && <CallEnd call={call} name={name} onClose={() => (isEnding.value = false)} />}
    </article>
  );
}
