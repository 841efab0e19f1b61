import { useMemo } from "preact/hooks";
import type { Sos } from "../../protocol/sos.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { createQuestions } from "../shared/questions.ts";
import { ClockTime } from "../shared/ui/clock-time.tsx";
import { Icon } from "../shared/ui/icon.tsx";
import { TroubleNote } from "../shared/ui/trouble-note.tsx";
import { whoHelps } from "./who-helps.ts";
import { loadDispatchApi } from "./dispatch-asking.ts";

/** Five decimals are a metre, which is as exact as a phone is. */
const PLACE_DECIMALS = 5;

type Props = { readonly call: Sos; readonly name: string; readonly onEnd: () => void };

export function CallCard({ call, name, onEnd }: Props) {
  const { t } = useI18n();
  const questions = useMemo(createQuestions, []);
  const ask = questions.by(loadDispatchApi);
  const trouble = questions.trouble.value;
  const helper = whoHelps(call, trouble);
  return (
    <article class="call" data-state={helper ? "acknowledged" : call.state}>
      <span class="call__sign">
        <Icon name="warn" />
      </span>
      <div class="call__text">
        <h2 class="call__headline">{t("announce.sos", { name })}</h2>
        {call.note !== null && <p class="call__note">{call.note}</p>}
        <p class="call__facts">
          <ClockTime at={call.raisedAt} />
          {call.place && <span dir="ltr">{placeWords(call.place)}</span>}
        </p>
        {helper && (
          <p class="state state--ok">
            <Icon name="ok" size={18} />
            {t("help.answeredBy", { name: helper.name ?? t("help.colleague") })}
          </p>
        )}
        <TroubleNote trouble={trouble?.code === "conflict" ? null : trouble} />
      </div>
      {helper ? (
        <button type="button" class="button" onClick={onEnd}>
          {t("help.end")}
        </button>
      ) : (
        <button
          type="button"
          class="button button--danger"
          aria-disabled={questions.busy.value}
          onClick={() => void ask((api) => api.answerCall(call.id))}
        >
          {t("help.answer")}
        </button>
      )}
    </article>
  );
}

function placeWords({ lat, lng }: NonNullable<Sos["place"]>): string {
  return `${lat.toFixed(PLACE_DECIMALS)}, ${lng.toFixed(PLACE_DECIMALS)}`;
}
